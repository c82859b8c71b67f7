#include "orchestrator/diff/show/format_junit.h"

#include <fmt/format.h>

#include "base/text_layout.h"
#include "base/utf8.h"
#include "orchestrator/diff/show/figures.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

struct Case {
  std::string group{};
  std::string name{};
  std::string element{};  // failure, error or skipped; empty: passed
  std::string message{};
};

// XML 1.0 has no control characters.
std::string escaped(const std::string& text) { return markup_text(printable(text)); }

std::string element_of(Verdict verdict) {
  if (verdict == Verdict::kRegression) return "failure";
  if (verdict == Verdict::kNotValid || verdict == Verdict::kMissing) return "error";
  return verdict == Verdict::kInconclusive ? "skipped" : "";
}

std::string message_of(const ComparedRow& row) {
  if (!row.reason.empty()) return row.reason;
  if (!row.judged || row.metric == nullptr) return {};
  return fmt::format("{} {} -> {}, {}, q {}", row.metric->name, show_side(row, row.base),
                     show_side(row, row.fresh), show_change(*row.metric, row.judged->change),
                     show_probability(row.judged->q));
}

std::vector<Case> cases_of(const Comparison& comparison) {
  std::vector<Case> cases;
  for (const ComparedRow& row : comparison.rows)
    cases.push_back({"rows", row.name, element_of(row.verdict), message_of(row)});
  for (const SliceJudgement& slice : comparison.slices)
    cases.push_back({"slices", slice.name, slice.finding == Finding::kRegression ? "failure" : "",
                     show_slice(comparison, slice)});
  return cases;
}

std::size_t count(const std::vector<Case>& cases, const std::string& element) {
  std::size_t total = 0;
  for (const Case& test : cases) total += test.element == element ? 1 : 0;
  return total;
}

std::string show(const Case& test) {
  const std::string head = fmt::format("  <testcase classname=\"{}\" name=\"{}\"",
                                       escaped(test.group), escaped(test.name));
  if (test.element.empty()) return head + "/>\n";
  return fmt::format("{}>\n    <{} message=\"{}\"/>\n  </testcase>\n", head, test.element,
                     escaped(test.message));
}

}  // namespace

std::string format_junit(const Comparison& comparison) {
  const std::vector<Case> cases = cases_of(comparison);
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuite name=\"orchestrator diff\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
      "skipped=\"{}\">\n",
      cases.size(), count(cases, "failure"), count(cases, "error"), count(cases, "skipped"));
  for (const Case& test : cases) xml += show(test);
  return xml + "</testsuite>\n";
}

}  // namespace gauntlet::orchestrator::diff::show
