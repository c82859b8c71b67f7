#include "contract/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/error.h"

namespace gauntlet::contract {
namespace {

bool has_bounds(const Setting& setting) {
  return setting.kind != Kind::kChoice && setting.kind != Kind::kText;
}

}  // namespace

void check_bounds(const CLI::App& app, std::string_view Setting::*flag) {
  for (const Setting& setting : settings()) {
    const std::string name(setting.*flag);
    if (name.empty() || !has_bounds(setting)) continue;
    const CLI::Option* option = app.get_option_no_throw(name);
    if (option == nullptr || option->count() == 0) continue;
    if (!canonical_value(setting, option->results().back()))
      throw Error(fmt::format("{} must be {}", name, describe_bounds(setting)));
  }
}

}  // namespace gauntlet::contract
