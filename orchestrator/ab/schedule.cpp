#include "orchestrator/ab/schedule.h"

#include <algorithm>
#include <random>

#include "orchestrator/sweep/budget.h"

namespace gauntlet::orchestrator::ab {

std::uint64_t next_look(const std::vector<Duration>& spent, std::uint64_t most,
                        std::optional<Duration> budget) {
  const std::uint64_t done = spent.size();
  const auto* const later = std::upper_bound(kLooks.begin(), kLooks.end(), done);
  const std::uint64_t look = std::min(later == kLooks.end() ? most : *later, most);
  if (!budget) return look;
  const std::uint64_t fitting = sweep::passes_that_fit(*budget, spent);
  if (fitting >= look) return look;
  return done < kLooks.front() ? fitting : done;
}

bool decided(const diff::Comparison& comparison) {
  return std::none_of(comparison.rows.begin(), comparison.rows.end(),
                      [](const diff::ComparedRow& row) {
                        return row.verdict == diff::Verdict::kInconclusive ||
                               row.verdict == diff::Verdict::kNotValid;
                      });
}

std::vector<bool> base_first(std::uint64_t seed, std::uint64_t pass, std::size_t turns) {
  constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15;  // keeps seed 1, pass 2 from 2, 1
  std::mt19937_64 random(seed + pass * kGoldenRatio);
  std::vector<bool> coins;
  for (std::size_t i = 0; i < turns; ++i) coins.push_back(random() >> 63 == 0);
  return coins;
}

}  // namespace gauntlet::orchestrator::ab
