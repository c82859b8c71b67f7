#include "orchestrator/matrix/repeats.h"

#include <fmt/format.h>

#include <charconv>

#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {
namespace {

constexpr std::string_view kPasses = "passes";
constexpr std::string_view kOrder = "order";
constexpr std::string_view kListed = "listed";
constexpr std::string_view kShuffled = "shuffled";

std::vector<Setting> declare_sweep_keys() {
  return {
      {.name = kPasses,
       .kind = Kind::kInteger,
       .least = 1,
       .most = static_cast<double>(kMostPasses),
       .unit = "passes",
       .meaning = "How often every scenario runs: each one once, then each one again."},
      {.name = kOrder,
       .kind = Kind::kChoice,
       .choices = {kListed, kShuffled},
       .meaning =
           "In which order a pass runs them: as listed, or each pass shuffled anew by the seed."},
  };
}

}  // namespace

const std::vector<Setting>& sweep_keys() {
  static const std::vector<Setting> all = declare_sweep_keys();
  return all;
}

const Setting* find_sweep_key(std::string_view name) {
  for (const Setting& key : sweep_keys())
    if (key.name == name) return &key;
  return nullptr;
}

std::string did_you_mean_key(std::string_view name) {
  std::vector<std::string_view> names;
  for (const std::vector<Setting>* keys : {&settings(), &sweep_keys()})
    for (const Setting& key : *keys) names.push_back(key.name);
  return did_you_mean(name, names);
}

std::string sweep_value(const Repeats& repeats, std::string_view key) {
  if (key == kPasses) return fmt::format("{}", repeats.passes);
  return std::string(repeats.order == Order::kListed ? kListed : kShuffled);
}

void set_sweep_value(Repeats& repeats, std::string_view key, std::string_view text) {
  if (key == kPasses)
    std::from_chars(text.data(), text.data() + text.size(), repeats.passes);
  else
    repeats.order = text == kListed ? Order::kListed : Order::kShuffled;
}

}  // namespace gauntlet::orchestrator::matrix
