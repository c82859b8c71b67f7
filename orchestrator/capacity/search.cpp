#include "orchestrator/capacity/search.h"

#include <algorithm>
#include <cmath>

namespace gauntlet::orchestrator::capacity {
namespace {

constexpr std::size_t kManyMet = 2;

// To four digits, so that loads are readable; the precision asks for two of them.
double rounded(double load) {
  const double scale = std::pow(10, 3 - std::floor(std::log10(load)));
  return std::round(load * scale) / scale;
}

}  // namespace

Search::Search(const SearchOptions& options) : options_(options) {
  options_.start = std::clamp(options.start, options.least, options.most);
}

std::optional<double> Search::next() const {
  if (end() != SearchEnd::kRunning) return std::nullopt;
  return decide().load;
}

SearchEnd Search::end() const {
  const SearchEnd end = decide().end;
  return end == SearchEnd::kRunning && runs_ >= options_.most_runs ? SearchEnd::kTooMany : end;
}

void Search::record(double load, bool met) {
  Votes& votes = votes_[load];
  ++(met ? votes.met : votes.missed);
  ++runs_;
}

std::optional<double> Search::lowest_missed() const {
  for (const auto& [load, votes] : votes_)
    if (!votes.says_met()) return load;
  return std::nullopt;
}

std::optional<double> Search::highest_met() const {
  std::optional<double> highest;
  for (const auto& [load, votes] : votes_) {
    if (!votes.says_met()) break;
    highest = load;
  }
  return highest;
}

Search::Decision Search::decide() const {
  const auto low = highest_met();
  const auto high = lowest_missed();
  if (!low && !high) return {SearchEnd::kRunning, options_.start};
  if (high && votes_.at(*high).is_draw()) return {SearchEnd::kRunning, *high};
  if (!low)
    return *high <= options_.least
               ? confirmed(*high, SearchEnd::kNeverMet)
               : Decision{SearchEnd::kRunning, std::max(options_.least, middle(0, *high))};
  if (!high)
    return *low >= options_.most ? confirmed(*low, SearchEnd::kAxisEnd)
                                 : Decision{SearchEnd::kRunning, std::min(options_.most, *low * 2)};
  if (met_below(*high) >= kManyMet && !settled(*high)) return {SearchEnd::kRunning, *high};
  if (!narrow(*low, *high)) return {SearchEnd::kRunning, middle(*low, *high)};
  return settled(*low) ? confirmed(*high, SearchEnd::kFound) : Decision{SearchEnd::kRunning, *low};
}

std::size_t Search::met_below(double load) const {
  std::size_t count = 0;
  for (auto i = votes_.upper_bound(load / 2); i != votes_.end() && i->first < load; ++i)
    if (i->second.says_met()) ++count;
  return count;
}

bool Search::settled(double load) const {
  const Votes& votes = votes_.at(load);
  return std::max(votes.met, votes.missed) >= options_.quorum;
}

Search::Decision Search::confirmed(double load, SearchEnd end) const {
  return settled(load) ? Decision{end} : Decision{SearchEnd::kRunning, load};
}

double Search::middle(double low, double high) const {
  const double load = (low + high) / 2;
  return options_.whole ? std::floor(load) : rounded(load);
}

bool Search::narrow(double low, double high) const {
  const double load = middle(low, high);
  return high - low <= options_.precision * high || load <= low || load >= high;
}

std::size_t Search::expected_runs() const {
  if (end() != SearchEnd::kRunning) return 0;
  const auto high = lowest_missed();
  const double top = high.value_or(highest_met().value_or(options_.start) * 2);
  const double width = top - highest_met().value_or(top / 2);
  const double halvings = std::log2(width / (options_.precision * top));
  const double loads = (high ? 0 : 1) + std::max(0.0, std::ceil(halvings));
  // Of the two ends, the one that the last halving makes has been run once already.
  return static_cast<std::size_t>(loads) + 2 * (options_.quorum - 1);
}

}  // namespace gauntlet::orchestrator::capacity
