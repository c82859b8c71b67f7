#include "tests/orchestrator/diff/figures_to_reach.h"

#include <fmt/format.h>

namespace gauntlet::orchestrator::diff {
namespace {

constexpr std::size_t kMode = 1;  // place of the slice that is one of the two modes

const char* name_of(Noise noise) {
  switch (noise) {
    case Noise::kOutliers:
      return "outliers";
    case Noise::kDrift:
      return "drift";
    case Noise::kLogNormal:
      return "log-normal CVs";
    case Noise::kClean:
      break;
  }
  return "clean";
}

std::string describe(const World& world) {
  return fmt::format("n {}, CV {:g}%, {}{}{}", world.passes, 100 * world.cv, name_of(world.noise),
                     world.paired ? ", ab" : "",
                     world.tau > 0 ? fmt::format(", tau {:g}%", 100 * world.tau) : "");
}

Judgement judged(const std::vector<statistics::RowPair>& rows, const World& world,
                 double share = 1) {
  static const std::vector<statistics::Slice> kSlices = slices_of_the_matrix();
  JudgeOptions options;
  options.paired = world.paired;
  options.calibrated = world.tau > 0;
  options.share_of_levels = share;
  return judge(rows, kSlices, options);
}

Figure same(const World& world, std::uint64_t seed) {
  return {"A/A: " + describe(world), true, 0.05, seed, [world](Chance& chance) {
            return any_regression(judged(draw_pair(world, chance), world));
          }};
}

// A live comparison that looks after 5, 10, 20 and 40 passes, each at a quarter of the levels.
Figure looks(const World& world, std::uint64_t seed) {
  return {"A/A in four looks: " + describe(world), true, 0.05, seed, [world](Chance& chance) {
            const std::vector<statistics::RowPair> all = draw_pair(world, chance);
            for (const std::size_t passes : {5u, 10u, 20u, 40u}) {
              std::vector<statistics::RowPair> rows = all;
              for (statistics::RowPair& row : rows) {
                row.base.resize(passes);
                row.fresh.resize(passes);
              }
              if (any_regression(judged(rows, world, 0.25))) return true;
            }
            return false;
          }};
}

Figure row(const World& world, double effect, double rate) {
  return {fmt::format("one row {:g}% slower: {}", 100 * effect, describe(world)), false, rate, 7,
          [world, effect](Chance& chance) {
            std::vector<statistics::RowPair> rows = draw_pair(world, chance);
            const std::size_t slowed = chance.below(rows.size());
            slow_down(rows[slowed], effect);
            return judged(rows, world).rows[slowed].finding == Finding::kRegression;
          }};
}

Figure mode(const World& world, double effect, double rate) {
  return {fmt::format("one mode {:g}% slower: {}", 100 * effect, describe(world)), false, rate, 8,
          [world, effect](Chance& chance) {
            std::vector<statistics::RowPair> rows = draw_pair(world, chance);
            const std::vector<statistics::Slice> slices = slices_of_the_matrix();
            for (const std::size_t slowed : slices[kMode].rows) slow_down(rows[slowed], effect);
            return judged(rows, world).slices[kMode].finding == Finding::kRegression;
          }};
}

}  // namespace

std::vector<Figure> false_alarms() {
  constexpr Noise kNoises[] = {Noise::kClean, Noise::kOutliers, Noise::kDrift, Noise::kLogNormal};
  std::vector<Figure> figures;
  for (const std::size_t passes : {5u, 10u})
    for (const double cv : {0.01, 0.03, 0.05, 0.10})
      for (const Noise noise : kNoises)
        figures.push_back(same({passes, cv, noise}, 1000 + figures.size()));
  for (const Noise noise : kNoises)
    figures.push_back(same({10, 0.03, noise, 0.02}, 1000 + figures.size()));
  for (const Noise noise : kNoises)
    figures.push_back(looks({40, 0.05, noise, 0, true}, 1000 + figures.size()));
  return figures;
}

std::vector<Figure> discoveries() {
  return {row({10, 0.03, Noise::kClean}, 0.10, 0.93),
          row({10, 0.03, Noise::kDrift}, 0.10, 0.88),
          row({10, 0.03, Noise::kOutliers}, 0.10, 0.80),
          row({10, 0.03, Noise::kClean}, 0.12, 0.99),
          row({5, 0.03, Noise::kClean}, 0.10, 0.70),
          row({5, 0.03, Noise::kClean}, 0.15, 0.98),
          mode({10, 0.03, Noise::kDrift, 0, true}, 0.03, 0.97),
          mode({10, 0.03, Noise::kDrift}, 0.03, 0.90)};
}

}  // namespace gauntlet::orchestrator::diff
