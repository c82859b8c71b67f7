#include "orchestrator/commands/report.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <map>

#include "base/choice.h"
#include "base/json_text.h"
#include "base/output.h"
#include "base/output_file.h"
#include "base/own_folder.h"
#include "base/units.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/diff/comparison.h"
#include "orchestrator/diff/show/format_json.h"
#include "orchestrator/diff/show/format_markdown.h"
#include "orchestrator/report/document/document.h"
#include "orchestrator/report/document/markdown.h"
#include "orchestrator/report/document/page.h"

namespace gauntlet::orchestrator::commands {
namespace {

namespace fs = std::filesystem;
namespace document = report::document;

const std::map<std::string, ReportFormat> kReportFormats{{"html", ReportFormat::kHtml},
                                                         {"json", ReportFormat::kJson},
                                                         {"markdown", ReportFormat::kMarkdown}};

std::vector<document::Source> read_sources(const std::vector<std::string>& tables) {
  std::vector<document::Source> sources;
  for (const std::string& table : tables) {
    sources.push_back(document::read_source(table));
    for (const std::string& warning : sources.back().table.warnings) say("warning: {}\n", warning);
  }
  return sources;
}

// Of two tables, the base first.
diff::Comparison compare(const std::vector<document::Source>& sources) {
  return diff::compare(sources.front().table, sources.back().table, {});
}

nlohmann::ordered_json document_of(const std::vector<document::Source>& sources) {
  document::Contents contents{.sources = sources,
                              .made = timestamp_iso(std::chrono::system_clock::now())};
  if (sources.size() > 1) contents.comparison = diff::show::to_json(compare(sources));
  return make_document(contents);
}

std::string markdown_of(const std::vector<document::Source>& sources) {
  const std::string text = document::make_markdown(sources.back());
  return sources.size() > 1 ? diff::show::format_markdown(compare(sources)) + '\n' + text : text;
}

std::string report_of(const std::vector<document::Source>& sources, ReportFormat format) {
  if (format == ReportFormat::kMarkdown) return markdown_of(sources);
  const nlohmann::ordered_json made = document_of(sources);
  return format == ReportFormat::kHtml ? document::make_page(made) : json_text(made) + '\n';
}

fs::path folder_beside(const fs::path& table) { return table.parent_path() / table.stem(); }

// Where the report goes; empty: to stdout.
fs::path target_of(const ReportOptions& options) {
  if (!options.output.empty()) {
    check_can_write("--output", options.output);
    return options.output;
  }
  if (options.format != ReportFormat::kHtml) return {};
  return folder_beside(options.tables.back()) / "report.html";
}

}  // namespace

CLI::App* add_command(CLI::App& app, ReportOptions& options) {
  CLI::App* report = app.add_subcommand("report", "Make a report of a table: a page to look at");
  report
      ->add_option("table", options.tables,
                   "Table of a sweep, or of the original project (CSV); or two, the base first, to "
                   "see what changed")
      ->required()
      ->expected(1, 2)
      ->type_name("TABLE.csv");
  add_choice(*report, "--format", options.format, kReportFormats,
             "One HTML file that needs no network; the same as JSON, for programs; or for a pull "
             "request");
  report
      ->add_option("--output", options.output,
                   "File for the report (default: of html report.html in the folder named as the "
                   "table; of others stdout)")
      ->type_name("FILE");
  report->footer(
      "What the report holds, and how it is read: docs/report.md. 'run' writes report.html and\n"
      "report.json by itself.\n\n"
      "Examples:\n"
      "  orchestrator report results/orchestrator_results_20260131_120000.csv\n"
      "  orchestrator report base.csv new.csv --output changes.html\n"
      "  orchestrator report table.csv --format markdown > comment.md");
  return report;
}

ExitCode execute(const ReportOptions& options) {
  const std::vector<document::Source> sources = read_sources(options.tables);
  const fs::path target = target_of(options);
  const std::string text = report_of(sources, options.format);
  if (target.empty()) {
    write_stdout(text);
    return ExitCode::kOk;
  }
  if (options.output.empty()) make_folder(target.parent_path());
  write_file(text, target);
  print("report:  {}\n", target.string());
  return ExitCode::kOk;
}

fs::path write_reports(const fs::path& table) {
  const nlohmann::ordered_json made = document_of({document::read_source(table)});
  const fs::path page = folder_beside(table) / "report.html";
  write_file(json_text(made) + '\n', folder_beside(table) / "report.json");
  write_file(document::make_page(made), page);
  return page;
}

}  // namespace gauntlet::orchestrator::commands
