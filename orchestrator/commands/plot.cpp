#include "orchestrator/commands/plot.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <utility>

#include "base/output.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/report/pictures/plots.h"
#include "orchestrator/report/selected.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::commands {

CLI::App* add_command(CLI::App& app, PlotOptions& options) {
  CLI::App* plot = app.add_subcommand("plot", "Draw the plots of a table");
  plot->add_option("table", options.table, "Table of a sweep, or of the original project (CSV)")
      ->required()
      ->type_name("TABLE.csv");
  plot->add_option("--output", options.output,
                   "Folder for the plots (default: plots/ in the folder named as the table)")
      ->type_name("DIR");
  plot->add_option("--only", options.only,
                   "Only the rows of which all of this holds: mode=thread,volume=10|50; "
                   "repeatable. The distribution of response times is that of every cell then, "
                   "else that of a few")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  plot->footer(
      "Examples:\n"
      "  orchestrator plot results/orchestrator_results_20260131_120000.csv\n"
      "  orchestrator plot table.csv --only operation=get,client_pool=50 --output /tmp/get");
  return plot;
}

ExitCode execute(const PlotOptions& options) {
  const std::filesystem::path file = options.table;
  table::Table table = table::read_table(file);
  for (const std::string& warning : table.warnings) say("warning: {}\n", warning);
  table = report::selected_rows(std::move(table), options.only);
  const std::filesystem::path beside = file.parent_path() / file.stem() / "plots";
  const std::filesystem::path folder =
      options.output.empty() ? beside : std::filesystem::path(options.output);
  const report::pictures::PlotResult drawn = report::pictures::draw_plots(
      table, folder, {.file = file, .only = fmt::format("{}", fmt::join(options.only, ","))});
  if (!drawn.failure.empty()) throw Error(drawn.failure, ExitCode::kUnable);
  print_plots(drawn, folder);
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
