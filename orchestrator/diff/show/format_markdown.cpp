#include "orchestrator/diff/show/format_markdown.h"

#include <fmt/format.h>

#include "base/text_layout.h"
#include "orchestrator/diff/show/figures.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

constexpr std::size_t kMostMarkdownRows = 50;

std::string line(const ComparedRow& row) {
  std::string change = "-";
  std::string q = "-";
  if (row.judged && row.metric != nullptr) {
    change = show_change(*row.metric, row.judged->change);
    q = show_probability(row.judged->q);
  }
  const std::string remark = row.reason.empty() ? show_limits(row) : row.reason;
  return fmt::format("| {} | `{}` | {} | {} | {} | {} | {} | {}+{} | {} |\n",
                     to_string(row.verdict), markdown_cell(row.name),
                     row.metric != nullptr ? row.metric->name : "-", show_side(row, row.base),
                     show_side(row, row.fresh), change, markdown_cell(q), row.base.used,
                     row.fresh.used, markdown_cell(remark));
}

std::string table_of_rows(const Comparison& comparison) {
  std::string table;
  std::size_t shown = 0;
  std::size_t left = 0;
  for (const ComparedRow& row : comparison.rows) {
    if (row.verdict == Verdict::kEquivalent || row.verdict == Verdict::kAdded) continue;
    if (shown == kMostMarkdownRows)
      ++left;
    else if (++shown)
      table += line(row);
  }
  if (table.empty()) return {};
  if (left > 0) table += fmt::format("\nand {} more\n", left);
  return "| verdict | row | metric | base | new | change | q | n | limited by |\n"
         "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n" +
         table + '\n';
}

std::string list(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += "- " + markdown_cell(sentence) + '\n';
  return text.empty() ? text : text + '\n';
}

}  // namespace

std::string format_markdown(const Comparison& comparison) {
  std::string text = fmt::format(
      "### Stress test: {}\n\n{}\n\n{}{}", outcome(comparison), summary_line(comparison),
      list(comparison.reasons) + list(comparison.distrust), table_of_rows(comparison));
  std::vector<std::string> slices{shift_line(comparison)};
  for (const SliceJudgement& slice : comparison.slices)
    if (slices.size() <= kMostMarkdownRows) slices.push_back(show_slice(comparison, slice));
  text += "<details><summary>Slices</summary>\n\n" + list(slices) + "</details>\n\n";
  text += list(comparison.notes) + list(comparison.warnings);
  text.erase(text.find_last_not_of('\n') + 1);
  return text + '\n';
}

}  // namespace gauntlet::orchestrator::diff::show
