#include "orchestrator/report/trust.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>

namespace gauntlet::orchestrator::report {
namespace {

using Counts = std::map<std::string, std::size_t>;

constexpr std::string_view kReason = "not valid: ";

// The first reason that a note gives, without its figures, which differ from row to row.
std::string reason_of(const std::string& note) {
  const std::size_t begin = note.find(kReason);
  if (begin == std::string::npos) return "the column note says why";
  const std::size_t from = begin + kReason.size();
  return note.substr(from, std::min(note.find("; ", from), note.find(" (", from)) - from);
}

std::string join(const Counts& counts) {
  std::string text;
  for (const auto& [name, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name);
  return text;
}

std::string describe_doubts(const Counts& reasons, std::size_t rows) {
  std::size_t doubtful = 0;
  for (const auto& [reason, count] : reasons) doubtful += count;
  const auto most =
      std::max_element(reasons.begin(), reasons.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return fmt::format("{} of {} rows are not valid; {} of them: {}\n", doubtful, rows, most->second,
                     most->first);
}

}  // namespace

std::string trust(const std::vector<table::Row>& rows) {
  Counts limits;
  Counts reasons;
  for (const table::Row& row : rows) {
    if (!row.limited_by.empty()) ++limits[row.limited_by];
    if (row.valid == table::kInvalid) ++reasons[reason_of(row.note)];
  }
  std::string text;
  if (!limits.empty()) text += fmt::format("limited by: {}\n", join(limits));
  if (!reasons.empty()) text += describe_doubts(reasons, rows.size());
  return text;
}

}  // namespace gauntlet::orchestrator::report
