#include "orchestrator/diff/slices.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>

#include "orchestrator/statistics/distributions.h"
#include "orchestrator/statistics/families.h"

namespace gauntlet::orchestrator::diff {
namespace {

// A mean that is built up value by value.
struct Mean {
  double sum = 0;
  double count = 0;
  void add(double value) {
    sum += value;
    ++count;
  }
  double value() const { return sum / count; }
};

using PassMeans = std::map<std::uint64_t, Mean>;

struct Sides {
  PassMeans base{};
  PassMeans fresh{};
  double tau2 = 0;  // sum over the rows
  double rows = 0;
};

// Deviations from the row's own level rather than values, so that a pass in which a row is missing
// does not look like a change.
void add(const statistics::RowPair& row, Sides& sides) {
  const double level = (mean(row.base) + mean(row.fresh)) / 2;
  for (const statistics::Sample& sample : row.base)
    sides.base[sample.pass].add(sample.slowness - level);
  for (const statistics::Sample& sample : row.fresh)
    sides.fresh[sample.pass].add(sample.slowness - level);
  sides.tau2 += row.tau2;
  ++sides.rows;
}

std::vector<double> values(const PassMeans& means) {
  std::vector<double> all;
  for (const auto& [pass, value] : means) all.push_back(value.value());
  return all;
}

// a - b where b has the same pass.
std::vector<double> differences(const PassMeans& a, const PassMeans& b) {
  std::vector<double> all;
  for (const auto& [pass, value] : a) {
    const auto other = b.find(pass);
    if (other != b.end()) all.push_back(value.value() - other->second.value());
  }
  return all;
}

struct Moments {
  double count = 0;
  double mean = 0;
  double squares = 0;  // of the deviations
};

Moments moments(const std::vector<double>& values) {
  Moments result{static_cast<double>(values.size()), 0, 0};
  for (const double value : values) result.mean += value / result.count;
  for (const double value : values) result.squares += (value - result.mean) * (value - result.mean);
  return result;
}

Change one_sample(const std::vector<double>& values) {
  const Moments all = moments(values);
  if (all.count < 2) return {.value = all.mean};
  const double degrees = all.count - 1;
  return make_change(all.mean, std::sqrt(all.squares / degrees / all.count), degrees);
}

Change two_samples(const std::vector<double>& base, const std::vector<double>& fresh, double runs) {
  const Moments a = moments(base);
  const Moments b = moments(fresh);
  const double value = b.mean - a.mean;
  const double degrees = a.count + b.count - 2;
  if (a.count == 0 || b.count == 0 || degrees <= 0) return {.value = value};
  const double variance = (a.squares + b.squares) / degrees * (1 / a.count + 1 / b.count);
  return make_change(value, std::sqrt(variance + runs), degrees);
}

PassMeans without(PassMeans all, const PassMeans& part) {
  for (const auto& [pass, mean] : part) {
    const auto found = all.find(pass);
    found->second.sum -= mean.sum;
    found->second.count -= mean.count;
    if (found->second.count == 0) all.erase(found);
  }
  return all;
}

Sides without(const Sides& all, const Sides& part) {
  return {without(all.base, part.base), without(all.fresh, part.fresh), all.tau2 - part.tau2,
          all.rows - part.rows};
}

// Variance that the runs bring into the mean of these rows.
double between_runs(const Sides& sides) { return 2 * sides.tau2 / (sides.rows * sides.rows); }

Sides sum_up(const std::vector<statistics::RowPair>& rows, const std::vector<std::size_t>& places) {
  Sides sides;
  for (const std::size_t place : places) add(rows[place], sides);
  return sides;
}

SliceJudgement estimate(const statistics::Slice& slice, const Sides& in, const Sides& all,
                        bool paired) {
  SliceJudgement result{.name = slice.name, .rows = slice.rows.size()};
  if (in.rows == 0 || in.rows == all.rows) return result;
  if (paired) {
    result.own = result.tested = one_sample(differences(in.fresh, in.base));
    return result;
  }
  const Sides out = without(all, in);
  result.own = two_samples(values(in.base), values(in.fresh), between_runs(in));
  result.tested = two_samples(differences(in.base, out.base), differences(in.fresh, out.fresh),
                              between_runs(in) + between_runs(out));
  return result;
}

// One-sided; 1 where nothing is known.
double p_beyond(double value, const Change& change) {
  return std::isfinite(change.error) ? statistics::t_upper(value / change.error, change.degrees)
                                     : 1;
}

Finding find(const SliceJudgement& slice, const JudgeOptions& options) {
  const double level = options.slice_level * options.share_of_levels;
  const double least = std::log1p(options.slice_effect);
  if (slice.p_worse <= level && slice.tested.low > least && slice.own.value > least)
    return Finding::kRegression;
  if (slice.p_better <= level && slice.tested.high < -least && slice.own.value < -least)
    return Finding::kImprovement;
  return Finding::kInconclusive;
}

// The places of slices with this finding, the largest change first.
std::vector<std::size_t> by_change(const std::vector<SliceJudgement>& results, Finding finding) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < results.size(); ++i)
    if (results[i].finding == finding) places.push_back(i);
  std::stable_sort(places.begin(), places.end(), [&results](std::size_t a, std::size_t b) {
    return std::abs(results[a].tested.value) > std::abs(results[b].tested.value);
  });
  return places;
}

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

// What slices of one finding explain of each other.
class Attribution {
 public:
  Attribution(const std::vector<statistics::RowPair>& rows,
              const std::vector<statistics::Slice>& slices, const JudgeOptions& options)
      : rows_(rows), slices_(slices), options_(options), claimed_by_(rows.size(), kNobody) {}

  void go_through(std::vector<SliceJudgement>& results, Finding finding) {
    for (const std::size_t place : by_change(results, finding)) {
      const std::size_t other = first_claim(slices_[place]);
      if (other == kNobody || holds_by_itself(slices_[place], finding)) {
        claim(place);
      } else {
        results[place].finding = Finding::kInconclusive;
        results[place].explained_by = slices_[other].name;
      }
    }
  }

 private:
  std::size_t first_claim(const statistics::Slice& slice) const {
    for (const std::size_t row : slice.rows)
      if (claimed_by_[row] != kNobody) return claimed_by_[row];
    return kNobody;
  }

  void claim(std::size_t place) {
    for (const std::size_t row : slices_[place].rows)
      if (claimed_by_[row] == kNobody) claimed_by_[row] = place;
  }

  bool holds_by_itself(const statistics::Slice& slice, Finding finding) const {
    Sides all;
    Sides in;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (claimed_by_[i] == kNobody) add(rows_[i], all);
    for (const std::size_t i : slice.rows)
      if (claimed_by_[i] == kNobody) add(rows_[i], in);
    SliceJudgement left = estimate(slice, in, all, options_.paired);
    left.p_worse = p_beyond(left.tested.value, left.tested);
    left.p_better = p_beyond(-left.tested.value, left.tested);
    return find(left, options_) == finding;
  }

  const std::vector<statistics::RowPair>& rows_;
  const std::vector<statistics::Slice>& slices_;
  const JudgeOptions& options_;
  std::vector<std::size_t> claimed_by_;  // by row: the place of a slice
};

}  // namespace

std::vector<SliceJudgement> judge_slices(const std::vector<statistics::RowPair>& rows,
                                         const std::vector<statistics::Slice>& slices,
                                         const JudgeOptions& options) {
  std::vector<SliceJudgement> results;
  std::vector<double> worse;
  std::vector<double> better;
  Sides all;
  for (const statistics::RowPair& row : rows) add(row, all);
  for (const statistics::Slice& slice : slices) {
    results.push_back(estimate(slice, sum_up(rows, slice.rows), all, options.paired));
    worse.push_back(p_beyond(results.back().tested.value, results.back().tested));
    better.push_back(p_beyond(-results.back().tested.value, results.back().tested));
  }
  worse = statistics::holm(worse);
  better = statistics::holm(better);
  for (std::size_t i = 0; i < results.size(); ++i) {
    results[i].p_worse = worse[i];
    results[i].p_better = better[i];
    results[i].finding = find(results[i], options);
  }
  for (const Finding finding : {Finding::kRegression, Finding::kImprovement})
    Attribution(rows, slices, options).go_through(results, finding);
  return results;
}

}  // namespace gauntlet::orchestrator::diff
