#include "orchestrator/statistics/ranks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "orchestrator/statistics/distributions.h"

namespace gauntlet::orchestrator::statistics {
namespace {

constexpr std::size_t kSmallSample = 8;
constexpr std::size_t kMostExactPairs = 400;
constexpr std::size_t kMostExact = 50;
constexpr std::size_t kMostExactTied = 13;

struct Ranks {
  std::vector<double> ranks{};  // from 1; ties share the mean of theirs
  double ties = 0;              // sum of t^3 - t over groups of t equal values
};

Ranks rank(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&values](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  Ranks result{std::vector<double>(values.size()), 0};
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
    const auto tied = static_cast<double>(to - from);
    result.ties += tied * tied * tied - tied;
    for (std::size_t i = from; i < to; ++i)
      result.ranks[order[i]] = static_cast<double>(from + to + 1) / 2;
  }
  return result;
}

// P(U >= u) for samples of n and m without ties: over all ways to mix them, built up from the last
// element, which is of the one sample (and beats all of the other) or of the other.
double exact_upper_u(std::size_t n, std::size_t m, std::size_t u) {
  const std::size_t most = n * m;
  std::vector<std::vector<double>> before(m + 1, std::vector<double>(most + 1, 0.0));
  for (std::vector<double>& ways : before) ways[0] = 1;  // nobody in the one sample: U is 0
  for (std::size_t i = 1; i <= n; ++i) {
    std::vector<std::vector<double>> now(m + 1, std::vector<double>(most + 1, 0.0));
    now[0][0] = 1;
    for (std::size_t j = 1; j <= m; ++j) {
      const auto share = static_cast<double>(i) / static_cast<double>(i + j);
      for (std::size_t k = 0; k <= i * j; ++k)
        now[j][k] = (k >= j ? share * before[j][k - j] : 0) + (1 - share) * now[j - 1][k];
    }
    before = std::move(now);
  }
  return std::accumulate(before[m].begin() + static_cast<std::ptrdiff_t>(u), before[m].end(), 0.0);
}

// The distribution of the sum of those ranks that a fair coin picks, by twice the sum: ranks of
// ties are halves.
std::vector<double> signed_rank_distribution(const std::vector<double>& ranks) {
  std::vector<double> chances{1};
  for (const double rank : ranks) {
    const auto step = static_cast<std::size_t>(std::llround(2 * rank));
    std::vector<double> next(chances.size() + step, 0.0);
    for (std::size_t i = 0; i < chances.size(); ++i) {
      next[i] += chances[i] / 2;
      next[i + step] += chances[i] / 2;
    }
    chances = std::move(next);
  }
  return chances;
}

double exact_wilcoxon_p(const std::vector<double>& ranks, double positive) {
  const std::vector<double> chances = signed_rank_distribution(ranks);
  const auto at = static_cast<std::ptrdiff_t>(std::llround(2 * positive));
  const double up = std::accumulate(chances.begin() + at, chances.end(), 0.0);
  const double down = std::accumulate(chances.begin(), chances.begin() + at + 1, 0.0);
  return std::min(1.0, 2 * std::min(up, down));
}

}  // namespace

double mann_whitney_p(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> both = a;
  both.insert(both.end(), b.begin(), b.end());
  const Ranks ranked = rank(both);
  const auto n = static_cast<double>(a.size());
  const auto m = static_cast<double>(b.size());
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += ranked.ranks[i];
  const double u_of_a = sum - n * (n + 1) / 2;
  const double u = std::max(u_of_a, n * m - u_of_a);
  const bool exact = ranked.ties == 0 && std::min(a.size(), b.size()) <= kSmallSample &&
                     a.size() * b.size() <= kMostExactPairs;
  if (exact)
    return std::min(
        1.0, 2 * exact_upper_u(a.size(), b.size(), static_cast<std::size_t>(std::llround(u))));
  const double all = n + m;
  const double spread = std::sqrt(n * m / 12 * (all + 1 - ranked.ties / (all * (all - 1))));
  if (spread == 0) return 1;  // all values are the same
  return std::min(1.0, 2 * normal_upper((u - n * m / 2 - 0.5) / spread));
}

double wilcoxon_p(const std::vector<double>& differences) {
  std::vector<double> sizes;
  std::vector<bool> positive;
  for (const double difference : differences) {
    if (difference == 0) continue;
    sizes.push_back(std::abs(difference));
    positive.push_back(difference > 0);
  }
  if (sizes.empty()) return 1;
  const Ranks ranked = rank(sizes);
  double sum = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) sum += positive[i] ? ranked.ranks[i] : 0;
  const bool plain = ranked.ties == 0 && sizes.size() == differences.size();
  if (differences.size() <= (plain ? kMostExact : kMostExactTied))
    return exact_wilcoxon_p(ranked.ranks, sum);
  const auto n = static_cast<double>(sizes.size());
  const double spread = std::sqrt((n * (n + 1) * (2 * n + 1) - ranked.ties / 2) / 24);
  return std::min(1.0, 2 * normal_upper(std::abs(sum - n * (n + 1) / 4) / spread));
}

}  // namespace gauntlet::orchestrator::statistics
