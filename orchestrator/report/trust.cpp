#include "orchestrator/report/trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "base/units.h"
#include "orchestrator/limits/validity.h"

namespace gauntlet::orchestrator::report {
namespace {

using Counts = std::map<std::string, std::size_t>;

std::string join(const Counts& counts) {
  std::string text;
  for (const auto& [name, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name);
  return text;
}

// Of a table without the column doubt, and of words of a later version, only the note knows more.
std::string explained(const std::string& word) {
  const std::string meaning = limits::meaning_of(word);
  return meaning.empty() ? "the column note says why" : meaning;
}

std::vector<std::string> describe_doubts(const Counts& words) {
  std::vector<std::pair<std::string, std::size_t>> sorted(words.begin(), words.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> lines;
  for (const auto& [word, count] : sorted)
    lines.push_back(
        fmt::format("  {}{}{}: {}", count, word.empty() ? "" : " ", word, explained(word)));
  return lines;
}

}  // namespace

std::vector<std::string> distrust(const std::vector<table::Row>& rows) {
  Counts words;
  std::size_t invalid = 0;
  for (const table::Row& row : rows) {
    if (table::failed(row)) continue;
    if (row.valid != table::kInvalid) continue;
    ++invalid;
    if (row.doubt.empty()) ++words[""];
    for (const std::string& word : limits::split_words(row.doubt)) ++words[word];
  }
  if (invalid == 0) return {};
  std::vector<std::string> lines = describe_doubts(words);
  lines.insert(lines.begin(), counted_of(invalid, rows.size(), "rows") + " not valid:");
  return lines;
}

std::string disturbers(const std::vector<table::Row>& rows) {
  constexpr std::size_t kMost = 3;
  std::size_t disturbed = 0;
  std::map<std::string, double> sums;
  for (const table::Row& row : rows) {
    const std::vector<std::string> words = limits::split_words(row.doubt);
    if (std::find(words.begin(), words.end(), limits::kDoubtForeignCpu) == words.end()) continue;
    ++disturbed;
    for (const auto& [name, part] : limits::programs_in(row.note)) sums[name] += part;
  }
  if (sums.empty()) return {};
  std::vector<std::pair<std::string, double>> sorted(sums.begin(), sums.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text = counted_of(disturbed, rows.size(), "rows") +
                     " not valid since other programs used the CPUs, most of all ";
  for (std::size_t i = 0; i < std::min(kMost, sorted.size()); ++i)
    text += fmt::format("{}{} ({:.2g}%{})", i == 0 ? "" : ", ", sorted[i].first,
                        100 * sorted[i].second / static_cast<double>(disturbed),
                        i == 0 ? " of the host" : "");
  return text;
}

std::string trust(const std::vector<table::Row>& rows) {
  Counts limiting;
  for (const table::Row& row : rows)
    if (!table::failed(row) && !row.limited_by.empty()) ++limiting[row.limited_by];
  std::string text = limiting.empty() ? "" : fmt::format("limited by: {}\n", join(limiting));
  for (const std::string& line : distrust(rows)) text += line + '\n';
  return text;
}

}  // namespace gauntlet::orchestrator::report
