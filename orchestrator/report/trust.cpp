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

std::string describe_doubts(const Counts& words) {
  std::vector<std::pair<std::string, std::size_t>> sorted(words.begin(), words.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [word, count] : sorted)
    text += fmt::format("  {}{}{}: {}\n", count, word.empty() ? "" : " ", word, explained(word));
  return text;
}

}  // namespace

std::string trust(const std::vector<table::Row>& rows) {
  Counts limiting;
  Counts words;
  std::size_t invalid = 0;
  for (const table::Row& row : rows) {
    if (table::failed(row)) continue;
    if (!row.limited_by.empty()) ++limiting[row.limited_by];
    if (row.valid != table::kInvalid) continue;
    ++invalid;
    if (row.doubt.empty()) ++words[""];
    for (const std::string& word : limits::split_words(row.doubt)) ++words[word];
  }
  std::string text;
  if (!limiting.empty()) text += fmt::format("limited by: {}\n", join(limiting));
  if (invalid == 0) return text;
  return text +
         fmt::format("{} of {} {} not valid:\n", invalid, counted(rows.size(), "row"),
                     invalid == 1 ? "is" : "are") +
         describe_doubts(words);
}

}  // namespace gauntlet::orchestrator::report
