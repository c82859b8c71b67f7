#include "contract/options.h"

#include <CLI/CLI.hpp>

#include "contract/setting_values.h"

namespace gauntlet::contract {
namespace {

bool has_bounds(const Setting& setting) {
  return setting.kind != Kind::kChoice && setting.kind != Kind::kText;
}

}  // namespace

void hold_to_bounds(CLI::App& app, std::string_view Setting::*flag) {
  for (const Setting& setting : settings()) {
    const std::string name(setting.*flag);
    if (name.empty() || !has_bounds(setting)) continue;
    const auto problem = [&setting](const std::string& text) {
      return canonical_value(setting, text) ? std::string() : why_no_value(setting, text);
    };
    app.get_option(name)->check(CLI::Validator(problem, ""));
  }
}

}  // namespace gauntlet::contract
