// Tables drawn by chance, of which it is known what is in them, and how often the judge says so.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "orchestrator/diff/judge.h"

namespace gauntlet::orchestrator::diff {

// The standard library's distributions differ from one library to the next.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return (static_cast<double>(engine_() >> 11) + 0.5) / 9007199254740992.0; }
  double normal() {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }

 private:
  std::mt19937_64 engine_;
};

enum class Noise {
  kClean,      // normal logarithms
  kOutliers,   // and one value in twenty is slower by 10 to 50%
  kDrift,      // and all rows of a pass share an AR(1) drift (coefficient 0.7, SD 1%)
  kLogNormal,  // every row has a CV of its own, log-normal about the common one (sigma 0.5)
};

struct World {
  std::size_t passes = 10;
  double cv = 0.03;
  Noise noise = Noise::kClean;
  double tau = 0;       // standard deviation of a row between runs
  bool paired = false;  // both sides run together, and share their drift
};

// How many values the axes of the full matrix take, mode first: 162 rows.
inline const std::vector<std::size_t> kAxes{2, 3, 3, 3, 3};

inline std::size_t rows_of_the_matrix() {
  std::size_t rows = 1;
  for (const std::size_t size : kAxes) rows *= size;
  return rows;
}

inline std::size_t value_on_axis(std::size_t row, std::size_t axis) {
  for (std::size_t i = 0; i < axis; ++i) row /= kAxes[i];
  return row % kAxes[axis];
}

inline std::vector<statistics::Slice> slices_of_the_matrix() {
  std::vector<statistics::Slice> slices;
  for (std::size_t axis = 0; axis < kAxes.size(); ++axis) {
    for (std::size_t value = 0; value < kAxes[axis]; ++value) {
      slices.push_back({std::to_string(axis) + "=" + std::to_string(value), {}});
      for (std::size_t row = 0; row < rows_of_the_matrix(); ++row)
        if (value_on_axis(row, axis) == value) slices.back().rows.push_back(row);
    }
  }
  return slices;
}

inline std::vector<double> drifts(const World& world, Chance& chance) {
  constexpr double kCoefficient = 0.7;
  constexpr double kDeviation = 0.01;
  std::vector<double> all(world.passes, 0.0);
  if (world.noise != Noise::kDrift) return all;
  double now = kDeviation * chance.normal();
  for (double& drift : all) {
    drift = now;
    now = kCoefficient * now +
          kDeviation * std::sqrt(1 - kCoefficient * kCoefficient) * chance.normal();
  }
  return all;
}

inline double noise_of(const World& world, double cv, Chance& chance) {
  const double value = std::sqrt(std::log1p(cv * cv)) * chance.normal();
  const bool outlier = world.noise == Noise::kOutliers && chance.uniform() < 0.05;
  return outlier ? value + std::log(1.1 + 0.4 * chance.uniform()) : value;
}

inline statistics::Samples draw_side(const World& world, double cv,
                                     const std::vector<double>& drift, Chance& chance) {
  const double run = world.tau * chance.normal();
  statistics::Samples samples;
  for (std::size_t pass = 0; pass < world.passes; ++pass)
    samples.push_back({pass + 1, run + drift[pass] + noise_of(world, cv, chance)});
  return samples;
}

// Two runs of the same thing.
inline std::vector<statistics::RowPair> draw_pair(const World& world, Chance& chance) {
  const std::vector<double> base_drift = drifts(world, chance);
  const std::vector<double> fresh_drift = world.paired ? base_drift : drifts(world, chance);
  std::vector<statistics::RowPair> rows;
  for (std::size_t row = 0; row < rows_of_the_matrix(); ++row) {
    const double own = world.noise == Noise::kLogNormal ? std::exp(0.5 * chance.normal()) : 1;
    statistics::RowPair pair;
    pair.base = draw_side(world, world.cv * own, base_drift, chance);
    pair.fresh = draw_side(world, world.cv * own, fresh_drift, chance);
    pair.tau2 = world.tau * world.tau;
    rows.push_back(std::move(pair));
  }
  return rows;
}

inline void slow_down(statistics::RowPair& row, double effect) {
  for (statistics::Sample& sample : row.fresh) sample.slowness += std::log1p(effect);
}

inline bool any_regression(const Judgement& judgement) {
  for (const RowJudgement& row : judgement.rows)
    if (row.finding == Finding::kRegression) return true;
  for (const SliceJudgement& slice : judgement.slices)
    if (slice.finding == Finding::kRegression) return true;
  return false;
}

// The share of trials in which the question is answered with yes.
inline double rate(std::size_t trials, std::uint64_t seed,
                   const std::function<bool(Chance&)>& question) {
  Chance chance(seed);
  std::size_t yes = 0;
  for (std::size_t i = 0; i < trials; ++i) yes += question(chance) ? 1 : 0;
  return static_cast<double>(yes) / static_cast<double>(trials);
}

}  // namespace gauntlet::orchestrator::diff
