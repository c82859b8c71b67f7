#include "orchestrator/sweep/plan.h"

#include <fmt/format.h>

#include <charconv>
#include <numeric>
#include <random>
#include <utility>

#include "base/error.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::sweep {
namespace {

bool in_shard(const Plan& plan, std::size_t scenario) {
  return scenario % plan.shard.count == plan.shard.index - 1;
}

// From 0 to bound - 1, each as likely as any other: numbers beyond the last whole multiple of bound
// are drawn again. Not std::uniform_int_distribution, which differs between standard libraries.
std::size_t draw_below(std::size_t bound, std::mt19937_64& random) {
  const std::uint64_t limit = std::mt19937_64::max() - std::mt19937_64::max() % bound;
  std::uint64_t drawn = random();
  while (drawn >= limit) drawn = random();
  return static_cast<std::size_t>(drawn % bound);
}

void shuffle(std::vector<std::size_t>& list, std::uint64_t seed, std::uint64_t pass) {
  constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15;  // keeps seed 1, pass 2 from 2, 1
  std::mt19937_64 random(seed + pass * kGoldenRatio);
  for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[draw_below(i, random)]);
}

std::optional<std::size_t> parse_count(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Shard parse_shard(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto index = parse_count(text.substr(0, slash));
    const auto count = parse_count(text.substr(slash + 1));
    if (index && count && *index >= 1 && *index <= *count) return {*index, *count};
  }
  throw Error(fmt::format("--shard: {} is no part; write the second of three as 2/3",
                          matrix::in_quotes(text)));
}

std::string to_text(const Shard& shard) { return fmt::format("{}/{}", shard.index, shard.count); }

std::vector<Turn> turns_of(const Plan& plan, std::uint64_t pass) {
  std::vector<std::size_t> order(plan.scenarios.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (plan.repeats.order == matrix::Order::kShuffled)
    shuffle(order, plan.scenarios.at(0).integer("seed"), pass);
  std::vector<Turn> turns;
  for (std::size_t i = 0; i < order.size(); ++i)
    if (in_shard(plan, order[i])) turns.push_back({pass, i + 1, order[i]});
  return turns;
}

std::vector<matrix::Scenario> scenarios_of_shard(const Plan& plan) {
  std::vector<matrix::Scenario> scenarios;
  for (std::size_t i = 0; i < plan.scenarios.size(); ++i)
    if (in_shard(plan, i)) scenarios.push_back(plan.scenarios[i]);
  return scenarios;
}

}  // namespace gauntlet::orchestrator::sweep
