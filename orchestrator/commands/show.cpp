#include "orchestrator/commands/show.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>

#include "base/choice.h"
#include "base/output.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::commands {
namespace {

const std::map<std::string, report::SummaryFormat> kFormats{
    {"text", report::SummaryFormat::kText}, {"markdown", report::SummaryFormat::kMarkdown}};

}  // namespace

CLI::App* add_command(CLI::App& app, ShowOptions& options) {
  CLI::App* show = app.add_subcommand("show", "Summarise a table in one screenful");
  show->add_option("table", options.table, "Table of a sweep, or of the original project (CSV)")
      ->required()
      ->type_name("TABLE.csv");
  add_choice(*show, "--format", options.format, kFormats,
             "For the terminal, or for a pull request");
  show->footer(
      "A line for each combination of the settings that vary, with the figures of the rows that "
      "are\n"
      "valid: rates, requests/s, response times, and how far they scatter over the passes. Where "
      "the\n"
      "terminal, or 40 lines, have no room for all, lines are merged and say so.\n\n"
      "Examples:\n"
      "  orchestrator show results/orchestrator_results_20260131_120000.csv\n"
      "  orchestrator show table.csv --format markdown > summary.md");
  return show;
}

ExitCode execute(const ShowOptions& options) {
  const table::Table table = table::read_table(options.table);
  for (const std::string& warning : table.warnings) say("warning: {}\n", warning);
  if (table.rows.empty())
    throw Error({.file = options.table}, "has no rows; there is nothing to show");
  print_summary(table, options.format);
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
