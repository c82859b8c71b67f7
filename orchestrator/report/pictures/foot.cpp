#include "orchestrator/report/pictures/foot.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <sstream>

#include "base/text_layout.h"
#include "base/units.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

constexpr std::size_t kDate = 10;  // letters of it in a timestamp

std::set<std::string> texts_of(const std::vector<const table::Row*>& rows,
                               std::string table::Row::*field) {
  std::set<std::string> texts;
  for (const table::Row* row : rows)
    if (!(row->*field).empty()) texts.insert(row->*field);
  return texts;
}

// "2026-01-31T12:00:59.123+00:00", or the original's "2026-01-31 12:00:59" -> "2026-01-31 12:00".
std::string to_minute(const std::string& timestamp) {
  constexpr std::size_t kMinute = 16;
  std::string text = cut_to(timestamp, kFootLetters / 3);
  if (text.size() <= kMinute || (text[kDate] != 'T' && text[kDate] != ' ')) return text;
  text.resize(kMinute);
  text[kDate] = ' ';
  return text;
}

std::string describe_dates(const std::set<std::string>& timestamps) {
  const std::string first = to_minute(*timestamps.begin());
  const std::string last = to_minute(*timestamps.rbegin());
  if (first == last) return fmt::format("measured {}", first);
  const bool same_day = first.size() > kDate && first.substr(0, kDate) == last.substr(0, kDate);
  return fmt::format("measured {} to {}", first, same_day ? last.substr(kDate + 1) : last);
}

void add_lines(const std::string& text, Foot& foot) {
  std::istringstream lines(wrapped(text, kFootLetters));
  for (std::string line; std::getline(lines, line);) foot.push_back(line);
}

}  // namespace

Origin origin_of(const std::vector<const table::Row*>& rows) {
  Origin origin;
  origin.machines = fmt::format("{}", fmt::join(texts_of(rows, &table::Row::machine), "; "));
  if (const auto times = texts_of(rows, &table::Row::timestamp); !times.empty())
    origin.dates = describe_dates(times);
  if (const auto versions = texts_of(rows, &table::Row::version); !versions.empty())
    origin.versions = cut_to(fmt::format("Gauntlet {}", fmt::join(versions, ", ")), kFootLetters);
  return origin;
}

Origin origin_of(const std::vector<table::Row>& rows) {
  std::vector<const table::Row*> pointers;
  pointers.reserve(rows.size());
  for (const table::Row& row : rows) pointers.push_back(&row);
  return origin_of(pointers);
}

Foot foot_of(const Origin& origin, const std::string& counted) {
  Foot foot;
  if (!origin.machines.empty()) foot.push_back(cut_to(origin.machines, kFootLetters));
  add_to_foot("", origin, counted, foot);
  return foot;
}

void add_to_foot(const std::string& label, const Origin& origin, const std::string& counted,
                 Foot& foot) {
  std::string text = label;
  for (const std::string* part : {&origin.dates, &origin.versions})
    if (!part->empty()) text += *part + "; ";
  add_lines(text + counted, foot);
}

std::string describe_counts(const RowCounts& counts, std::size_t passes) {
  std::vector<std::string> parts;
  if (counts.failed > 0) parts.push_back(fmt::format("{} failed and left out", counts.failed));
  if (counts.invalid_left > 0)
    parts.push_back(fmt::format("{} not valid and left out", counts.invalid_left));
  if (counts.invalid_used > 0)
    parts.push_back(fmt::format("{} not valid and hollow", counts.invalid_used));
  return fmt::format("{}; {}{}{}", counted(passes, "pass", "passes"), counted(counts.rows, "row"),
                     parts.empty() ? ", none left out" : ": ", fmt::join(parts, ", "));
}

}  // namespace gauntlet::orchestrator::report::pictures
