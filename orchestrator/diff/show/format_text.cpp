#include "orchestrator/diff/show/format_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text_layout.h"
#include "orchestrator/diff/show/figures.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

constexpr std::size_t kName = 1;
constexpr std::size_t kMeasured = 6;  // the cells from here on say what was measured
const TextRow kHead{"verdict", "row",    "change", "q (rank)", "n",
                    "detects", "metric", "base",   "new",      "limited by"};

constexpr std::size_t kNarrowest = 40;  // columns; a narrower terminal breaks lines itself
constexpr std::size_t kIndent = 4;
constexpr std::size_t kNameShare = 3;  // a name longer than such a part of the width stands alone

TextRow to_cells(const ComparedRow& row) {
  TextRow cells{to_string(row.verdict),
                row.name,
                "",
                "",
                fmt::format("{}+{}", row.base.used, row.fresh.used),
                "",
                row.metric != nullptr ? row.metric->name : "-",
                show_side(row, row.base),
                show_side(row, row.fresh),
                show_limits(row)};
  if (row.judged && row.metric != nullptr) {
    cells[2] = show_change(*row.metric, row.judged->change);
    cells[3] = fmt::format("{} ({})", show_probability(row.judged->q),
                           show_probability(row.judged->rank_p));
    cells[5] = fmt::format("{:.1f}%", 100 * row.judged->detectable);
  }
  return cells;
}

// Some of the columns, a line for each row.
std::vector<std::string> lines_of(const std::vector<TextRow>& rows, std::size_t begin,
                                  std::size_t end) {
  std::vector<TextRow> some;
  for (const TextRow& cells : rows)
    some.emplace_back(cells.begin() + static_cast<std::ptrdiff_t>(begin),
                      cells.begin() + static_cast<std::ptrdiff_t>(end));
  return aligned_lines(some);
}

bool fit(const std::vector<std::string>& lines, std::size_t width) {
  return std::all_of(lines.begin(), lines.end(),
                     [width](const std::string& line) { return text_width(line) <= width; });
}

using Part = std::vector<std::string>;

// Adds the columns, in as few parts as fit.
void add_parts(const std::vector<TextRow>& rows, std::size_t begin, std::size_t end,
               std::size_t width, std::vector<Part>& parts) {
  while (begin < end) {
    const std::size_t room = width - (parts.empty() ? 0 : kIndent);
    std::size_t next = begin + 1;
    while (next < end && fit(lines_of(rows, begin, next + 1), room)) ++next;
    parts.push_back(lines_of(rows, begin, next));
    begin = next;
  }
}

// A row takes one line of each part: one part where all columns fit, else what was judged apart
// from what was measured.
std::vector<Part> parts_of(const std::vector<TextRow>& rows, std::size_t width) {
  if (Part whole = lines_of(rows, 0, kHead.size()); fit(whole, width)) return {std::move(whole)};
  std::vector<Part> parts;
  add_parts(rows, 0, kMeasured, width, parts);
  add_parts(rows, kMeasured, kHead.size(), width, parts);
  return parts;
}

std::string show_rows(const std::vector<ComparedRow>& compared, std::size_t width) {
  std::vector<TextRow> rows{kHead};
  std::vector<std::string> above{""};  // the verdict and name of a row with a long name
  std::vector<std::string> below{""};  // its reason
  for (const ComparedRow& row : compared) {
    TextRow& cells = rows.emplace_back(to_cells(row));
    const bool is_long = text_width(row.name) > width / kNameShare;
    above.push_back(is_long ? cells[0] + "  " + cells[kName] : "");
    if (is_long) cells[0] = cells[kName] = "";
    below.push_back(row.reason);
  }
  const std::string margin(kIndent, ' ');
  const std::vector<Part> parts = parts_of(rows, width);
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!above[i].empty()) text += wrapped(above[i], width, kIndent) + '\n';
    for (const Part& part : parts)
      if (!part[i].empty()) text += (&part == &parts[0] ? "" : margin) + part[i] + '\n';
    if (!below[i].empty()) text += wrapped(margin + below[i], width, kIndent) + '\n';
  }
  return text;
}

}  // namespace

std::string format_text(const Comparison& comparison, std::size_t width) {
  width = std::max(width, kNarrowest);
  std::string text;
  const auto add = [&](const std::string& line) { text += wrapped(line, width, kIndent) + '\n'; };
  for (const std::string& line : comparison.distrust) add(line);
  if (!comparison.distrust.empty()) add("");
  text += show_rows(comparison.rows, width) + '\n';
  add(summary_line(comparison));
  add(shift_line(comparison));
  for (const SliceJudgement& slice : comparison.slices) add(show_slice(comparison, slice));
  for (const std::string& note : comparison.notes) add("note: " + note);
  for (const std::string& warning : comparison.warnings) add("warning: " + warning);
  add("verdict: " + outcome(comparison));
  for (const std::string& reason : comparison.reasons) add("  " + reason);
  return text;
}

}  // namespace gauntlet::orchestrator::diff::show
