#include "orchestrator/report/document/markdown.h"

#include <fmt/format.h>

#include "base/text_layout.h"
#include "orchestrator/report/cells.h"
#include "orchestrator/report/findings/findings.h"
#include "orchestrator/report/summary.h"

namespace gauntlet::orchestrator::report::document {
namespace {

// What is bad, or to be kept in mind, says so.
std::string beginning(findings::Level level) {
  const bool plain = level == findings::Level::kGood || level == findings::Level::kInfo;
  return plain ? "" : fmt::format("**{}:** ", findings::to_string(level));
}

}  // namespace

std::string make_markdown(const Source& source) {
  std::string text = fmt::format("### {}\n\n", markdown_cell(title_of(source)));
  for (const findings::Finding& finding :
       findings::findings_of(source.table, to_cells(source.table)))
    text += fmt::format("- {}{}\n", beginning(finding.level), markdown_cell(finding.text));
  text += '\n' + summary(source.table, {.format = SummaryFormat::kMarkdown});
  return text;
}

}  // namespace gauntlet::orchestrator::report::document
