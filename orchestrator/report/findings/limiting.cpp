#include "orchestrator/report/findings/limiting.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/units.h"
#include "orchestrator/limits/limit.h"

namespace gauntlet::orchestrator::report::findings {
namespace {

using CountOfWord = std::pair<std::string, std::size_t>;

// The most frequent first.
std::vector<CountOfWord> count_limits(const table::Table& table) {
  std::map<std::string, std::size_t> counts;
  for (const table::Row& row : table.rows)
    if (!table::failed(row) && row.valid == table::kValid && !row.limited_by.empty())
      ++counts[row.limited_by];
  std::vector<CountOfWord> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return sorted;
}

std::string describe_limits(const std::vector<CountOfWord>& counts, std::size_t judged) {
  const auto& [most, rows] = counts.front();
  const std::string meaning = limits::meaning_of_limit(most);
  std::string text =
      fmt::format("Limited by {} in {} of {}{}{}{}", most, rows, counted(judged, "valid row"),
                  meaning.empty() ? "" : " (", meaning, meaning.empty() ? "" : ")");
  for (std::size_t i = 1; i < counts.size(); ++i)
    text += fmt::format("{}by {} in {}", i == 1 ? "; " : ", ", counts[i].first, counts[i].second);
  return text;
}

}  // namespace

Findings limiting(const table::Table& table) {
  const std::vector<CountOfWord> counts = count_limits(table);
  if (counts.empty()) return {};
  std::size_t judged = 0;
  Finding finding{.kind = "limits"};
  for (const auto& [word, rows] : counts) {
    judged += rows;
    finding.figures["limited_by"][word] = rows;
  }
  finding.figures["rows"] = judged;
  const std::string& most = counts.front().first;
  if (most == limits::kLimitClientCpu || most == limits::kLimitProxyCpu)
    finding.level = Level::kWarning;
  finding.text = describe_limits(counts, judged);
  return {finding};
}

}  // namespace gauntlet::orchestrator::report::findings
