#include "orchestrator/commands/run.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <memory>

#include "base/units.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/report/plots.h"
#include "orchestrator/report/summary.h"
#include "orchestrator/sweep/child.h"
#include "orchestrator/sweep/command_lines.h"
#include "orchestrator/sweep/files.h"
#include "orchestrator/sweep/interrupt.h"
#include "orchestrator/sweep/progress.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/sweep/sweep.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator {
namespace {

constexpr const char* kRunExamples =
    "Examples:\n"
    "  orchestrator run scenarios/smoke.yaml\n"
    "  orchestrator run scenarios/full.yaml --only 'volume=10|50' --only server_pool=5\n"
    "  orchestrator run scenarios/full.yaml --set congestion=cubic --results /tmp/results";

std::string now_iso() { return timestamp_iso(std::chrono::system_clock::now()); }

Launcher make_launcher(const Interrupt& interrupt) {
  return [fd = interrupt.fd()](const std::vector<std::string>& argv, const std::string& log) {
    return std::make_unique<Child>(
        ChildOptions{.argv = argv, .stderr_file = log, .interrupt_fd = fd});
  };
}

std::filesystem::path data_folder(const RunOptions& options, const Sidecar& sidecar) {
  return options.data.empty() ? sidecar.folder() : std::filesystem::path(options.data);
}

// The table by operation, the pictures, and where everything is.
void present(const RunOptions& options, const Sidecar& sidecar) {
  const Table table = read_table(sidecar.table());
  if (!options.quiet) fmt::print("\n{}\n", summary(table));
  fmt::print("table:   {}\ndetails: {}\n", sidecar.table().string(), sidecar.folder().string());
  if (!options.no_plots) print_plots(draw_plots(table, sidecar.plots()), sidecar.plots());
}

struct Verdict {
  ExitCode code;
  const char* word;
};

Verdict judge(const SweepResult& result) {
  if (result.interrupted) return {ExitCode::kInterrupted, "interrupted"};
  if (result.failed > 0) return {ExitCode::kFailed, "failed"};
  return {ExitCode::kOk, "ok"};
}

void print_outcome(const SweepResult& result, std::size_t scenarios) {
  fmt::print("{} of {} scenarios done, {} failed{}\n", result.rows, scenarios, result.failed,
             result.interrupted ? ", interrupted" : "");
}

}  // namespace

CLI::App* add_command(CLI::App& app, RunOptions& options) {
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
  add_programs(*run, options.programs);
  run->add_flag("--quiet", options.quiet, "No progress and no summary, only where the results are");
  run->add_flag("--no-plots", options.no_plots, "Draw no plots");
  run->footer(kRunExamples);
  return run;
}

ExitCode execute(const RunOptions& options) {
  const Matrix matrix = load_matrix_file(options.file);
  const std::vector<Scenario> scenarios = expand(matrix, options.selection);
  const Programs programs = find_programs(options.programs);

  const Interrupt interrupt;
  const Sidecar sidecar(options.results);
  Course course{.command_line = options.command_line, .started = now_iso()};
  sidecar.write_scenarios(matrix, scenarios);
  sidecar.write_environment(course);

  const Launcher launch = make_launcher(interrupt);
  const TestFiles files(data_folder(options, sidecar), scenarios, interrupt);
  TableWriter table(sidecar.table(), setting_columns());
  Progress progress(stderr, options.quiet ? ProgressStyle::kNone : style_for(stderr), scenarios);
  const SweepResult result =
      sweep(scenarios, {programs, files, sidecar, interrupt, launch}, table, progress);

  const Verdict verdict = judge(result);
  course.finished = now_iso();
  course.outcome = verdict.word;
  sidecar.write_environment(course);
  present(options, sidecar);
  print_outcome(result, scenarios.size());
  return verdict.code;
}

}  // namespace gauntlet::orchestrator
