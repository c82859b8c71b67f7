#include "orchestrator/diff/show/format_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "orchestrator/diff/show/figures.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

using TextLine = std::array<std::string, 10>;

const TextLine kHead{"verdict", "row",      "metric", "base",    "new",
                     "change",  "q (rank)", "n",      "detects", "limited by"};

TextLine to_line(const ComparedRow& row) {
  TextLine line{to_string(row.verdict), row.name, row.metric != nullptr ? row.metric->name : "-",
                show_side(row, row.base), show_side(row, row.fresh)};
  if (row.judged && row.metric != nullptr) {
    line[5] = show_shares(shares(*row.metric, row.judged->change));
    line[6] = fmt::format("{} ({})", show_probability(row.judged->q),
                          show_probability(row.judged->rank_p));
    line[8] = fmt::format("{:.1f}%", 100 * row.judged->detectable);
  }
  line[7] = fmt::format("{}+{}", row.base.used, row.fresh.used);
  line[9] = show_limits(row);
  if (!row.reason.empty()) line[9] += (line[9].empty() ? "" : "; ") + row.reason;
  return line;
}

// Characters, not bytes: ± is two.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

std::string align(const std::vector<TextLine>& lines) {
  std::array<std::size_t, std::tuple_size_v<TextLine>> widths{};
  for (const TextLine& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width(line[i]));
  std::string text;
  for (const TextLine& line : lines) {
    std::string shown;
    for (std::size_t i = 0; i < line.size(); ++i)
      shown += line[i] + std::string(widths[i] - width(line[i]) + 2, ' ');
    shown.erase(shown.find_last_not_of(' ') + 1);
    text += shown + '\n';
  }
  return text;
}

}  // namespace

std::string format_text(const Comparison& comparison) {
  std::vector<TextLine> lines{kHead};
  for (const ComparedRow& row : comparison.rows) lines.push_back(to_line(row));
  std::string text = align(lines) + '\n' + summary_line(comparison) + '\n';
  text += shift_line(comparison) + '\n';
  for (const SliceJudgement& slice : comparison.slices) text += show_slice(slice) + '\n';
  for (const std::string& note : comparison.notes) text += "note: " + note + '\n';
  for (const std::string& warning : comparison.warnings) text += "warning: " + warning + '\n';
  text += "verdict: " + outcome(comparison) + '\n';
  for (const std::string& reason : comparison.reasons) text += "  " + reason + '\n';
  return text;
}

}  // namespace gauntlet::orchestrator::diff::show
