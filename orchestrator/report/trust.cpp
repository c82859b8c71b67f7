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

// The rows that other programs disturbed, and on average over these the part of the host's CPU time
// that each took, the largest first.
struct Disturbance {
  std::size_t rows = 0;
  std::vector<std::pair<std::string, double>> programs{};
};

Disturbance disturbance_of(const std::vector<table::Row>& rows) {
  Disturbance result;
  std::map<std::string, double> sums;
  for (const table::Row& row : rows) {
    const std::vector<std::string> words = limits::split_words(row.doubt);
    if (std::find(words.begin(), words.end(), limits::kDoubtForeignCpu) == words.end()) continue;
    ++result.rows;
    for (const auto& [name, part] : limits::programs_in(row.note)) sums[name] += part;
  }
  for (const auto& [name, sum] : sums)
    result.programs.emplace_back(name, sum / static_cast<double>(result.rows));
  std::stable_sort(result.programs.begin(), result.programs.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return result;
}

std::string describe(const Disturbance& disturbance) {
  constexpr std::size_t kMost = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, disturbance.programs.size()); ++i)
    text += fmt::format("{}{} ({:.2g}%{})", i == 0 ? "" : ", ", disturbance.programs[i].first,
                        100 * disturbance.programs[i].second, i == 0 ? " of the host" : "");
  return text;
}

}  // namespace

std::vector<DoubtCount> count_doubts(const std::vector<table::Row>& rows) {
  Counts words;
  for (const table::Row& row : rows) {
    if (table::failed(row) || row.valid != table::kInvalid) continue;
    if (row.doubt.empty()) ++words[""];
    for (const std::string& word : limits::split_words(row.doubt)) ++words[word];
  }
  std::vector<DoubtCount> counts;
  for (const auto& [word, count] : words) counts.push_back({word, count, explained(word)});
  std::stable_sort(counts.begin(), counts.end(),
                   [](const DoubtCount& a, const DoubtCount& b) { return a.rows > b.rows; });
  return counts;
}

std::vector<std::string> distrust(const std::vector<table::Row>& rows) {
  const auto invalid = std::count_if(rows.begin(), rows.end(), [](const table::Row& row) {
    return !table::failed(row) && row.valid == table::kInvalid;
  });
  if (invalid == 0) return {};
  std::vector<std::string> lines{
      counted_of(static_cast<std::size_t>(invalid), rows.size(), "rows") + " not valid:"};
  for (const DoubtCount& doubt : count_doubts(rows))
    lines.push_back(fmt::format("  {}{}{}: {}", doubt.rows, doubt.word.empty() ? "" : " ",
                                doubt.word, doubt.meaning));
  return lines;
}

std::string disturbers(const std::vector<table::Row>& rows) {
  const Disturbance disturbance = disturbance_of(rows);
  if (disturbance.programs.empty()) return {};
  return counted_of(disturbance.rows, rows.size(), "rows") +
         " not valid since other programs used the CPUs, most of all " + describe(disturbance);
}

std::string describe_disturbers(const std::vector<table::Row>& rows) {
  return describe(disturbance_of(rows));
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
