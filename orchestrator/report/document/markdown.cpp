#include "orchestrator/report/document/markdown.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "base/error.h"
#include "base/text_layout.h"
#include "orchestrator/report/cells.h"
#include "orchestrator/report/findings/findings.h"
#include "orchestrator/report/summary.h"
#include "orchestrator/trace/show.h"

namespace gauntlet::orchestrator::report::document {
namespace {

// What is bad, or to be kept in mind, says so.
std::string beginning(findings::Level level) {
  const bool plain = level == findings::Level::kGood || level == findings::Level::kInfo;
  return plain ? "" : fmt::format("**{}:** ", findings::to_string(level));
}

// Of the last time that rows were added. What is half a file has none.
std::vector<trace::Path> paths_of(const Source& source) {
  std::vector<trace::Path> paths;
  if (source.environments.empty()) return paths;
  const nlohmann::json environment = source.environments.back();
  if (!environment.is_object() || !environment.contains("paths")) return paths;
  try {
    for (const nlohmann::json& path : environment.at("paths"))
      paths.push_back(trace::path_from_json(path));
  } catch (const Error&) {
    paths.clear();
  }
  return paths;
}

std::string path_markdown(const trace::Path& path) {
  std::string text = fmt::format("\n{}\n\n", markdown_cell(trace::headline(path)));
  if (!path.hops.empty()) text += markdown_table(trace::hop_table(path), trace::kHopSides);
  return text;
}

}  // namespace

std::string make_markdown(const Source& source) {
  std::string text = fmt::format("### {}\n\n", markdown_cell(title_of(source)));
  for (const findings::Finding& finding :
       findings::findings_of(source.table, to_cells(source.table)))
    text += fmt::format("- {}{}\n", beginning(finding.level), markdown_cell(finding.text));
  text += '\n' + summary(source.table, {.format = SummaryFormat::kMarkdown});
  for (const trace::Path& path : paths_of(source)) text += path_markdown(path);
  return text;
}

}  // namespace gauntlet::orchestrator::report::document
