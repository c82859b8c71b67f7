#include "orchestrator/options.h"

#include <CLI/CLI.hpp>

#include "base/program.h"

namespace gauntlet::orchestrator {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  orchestrator run scenarios/full.yaml\n"
    "  orchestrator run scenarios/full.yaml --only mode=thread,operation=get --set requests=3\n"
    "  orchestrator list scenarios/smoke.yaml\n"
    "  orchestrator plot results/orchestrator_results_20260131_120000.csv\n"
    "Exit codes: 0 all well, 1 a scenario failed, 2 bad input, 3 could not run, 130 interrupted.\n"
    "The keys of a matrix file are explained in scenarios/README.md, the columns of a table in\n"
    "results/README.md.";

constexpr const char* kRunExamples =
    "Examples:\n"
    "  orchestrator run scenarios/smoke.yaml\n"
    "  orchestrator run scenarios/full.yaml --only 'volume=10|50' --only server_pool=5\n"
    "  orchestrator run scenarios/full.yaml --set congestion=cubic --results /tmp/results";

void add_file(CLI::App& app, std::string& file) {
  app.add_option("file", file, "Matrix of scenarios (YAML)")->required()->type_name("FILE.yaml");
}

void add_selection(CLI::App& app, Selection& selection) {
  app.add_option("--only", selection.only,
                 "Only the scenarios of which all of this holds: mode=thread,volume=10|50; "
                 "repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_option("--set", selection.set,
                 "A setting of every scenario, whatever the file says; repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

CLI::App* add_run(CLI::App& app, RunOptions& options) {
  CLI::App* run = app.add_subcommand("run", "Run every scenario of a matrix: table and plots");
  add_file(*run, options.file);
  add_selection(*run, options.selection);
  run->add_option("--results", options.results, "Folder for the table and what goes with it")
      ->type_name("DIR")
      ->capture_default_str();
  run->add_option("--data", options.data,
                  "Folder in which the test files are made, in a folder of their own that is "
                  "removed afterwards (default: beside the results)")
      ->type_name("DIR");
  run->add_option("--programs", options.programs,
                  "Folder of server_pool and client_pool (default: that of orchestrator)")
      ->type_name("DIR");
  run->add_flag("--quiet", options.quiet, "No progress and no summary, only where the results are");
  run->add_flag("--no-plots", options.no_plots, "Draw no plots");
  run->footer(kRunExamples);
  return run;
}

CLI::App* add_list(CLI::App& app, ListOptions& options) {
  CLI::App* list =
      app.add_subcommand("list", "Show the scenarios of a matrix without running them");
  add_file(*list, options.file);
  add_selection(*list, options.selection);
  list->footer("Example:\n  orchestrator list scenarios/full.yaml --only operation=upload");
  return list;
}

CLI::App* add_validate(CLI::App& app, ValidateOptions& options) {
  CLI::App* validate = app.add_subcommand("validate", "Check a matrix, and say all that is wrong");
  add_file(*validate, options.file);
  validate->footer("Example:\n  orchestrator validate scenarios/full.yaml");
  return validate;
}

CLI::App* add_plot(CLI::App& app, PlotOptions& options) {
  CLI::App* plot = app.add_subcommand("plot", "Draw the plots of a table");
  plot->add_option("table", options.table, "Table of a sweep, or of the original project (CSV)")
      ->required()
      ->type_name("TABLE.csv");
  plot->add_option("--output", options.output,
                   "Folder for the plots (default: plots/ in the folder named as the table)")
      ->type_name("DIR");
  plot->footer("Example:\n  orchestrator plot results/orchestrator_results_20260131_120000.csv");
  return plot;
}

}  // namespace

Command parse_options(int argc, const char* const* argv) {
  RunOptions run;
  ListOptions list;
  ValidateOptions validate;
  PlotOptions plot;
  CLI::App app("Runs a file server through a matrix of scenarios: a table, plots, a verdict.",
               "orchestrator");
  add_common(app);
  app.require_subcommand(1);
  app.footer(kExamples);
  const CLI::App* running = add_run(app, run);
  const CLI::App* listing = add_list(app, list);
  const CLI::App* validating = add_validate(app, validate);
  add_plot(app, plot);
  parse_command_line(app, argc, argv);
  run.command_line.assign(argv, argv + argc);
  if (running->parsed()) return run;
  if (listing->parsed()) return list;
  if (validating->parsed()) return validate;
  return plot;
}

}  // namespace gauntlet::orchestrator
