#include "orchestrator/commands/report.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <map>

#include "base/choice.h"
#include "base/json_text.h"
#include "base/output.h"
#include "base/units.h"
#include "orchestrator/report/document/document.h"

namespace gauntlet::orchestrator::commands {
namespace {

const std::map<std::string, ReportFormat> kReportFormats{{"html", ReportFormat::kHtml},
                                                         {"json", ReportFormat::kJson},
                                                         {"markdown", ReportFormat::kMarkdown}};

report::document::Contents read_contents(const ReportOptions& options) {
  report::document::Contents contents{.made = timestamp_iso(std::chrono::system_clock::now())};
  for (const std::string& table : options.tables)
    contents.sources.push_back(report::document::read_source(table));
  return contents;
}

}  // namespace

CLI::App* add_command(CLI::App& app, ReportOptions& options) {
  CLI::App* report = app.add_subcommand("report", "Make a report of a table, to be read");
  report->add_option("table", options.tables, "Table of a sweep; or two, the base first")
      ->required()
      ->expected(1, 2)
      ->type_name("TABLE.csv");
  add_choice(*report, "--format", options.format, kReportFormats, "A page, or for programs");
  report->add_option("--output", options.output, "File")->type_name("FILE");
  return report;
}

ExitCode execute(const ReportOptions& options) {
  print("{}\n", json_text(make_document(read_contents(options))));
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
