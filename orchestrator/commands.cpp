#include "orchestrator/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>

#include "base/units.h"
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

void print_plots(const PlotResult& drawn, const std::filesystem::path& folder) {
  for (const std::string& note : drawn.notes) fmt::print("note: {}\n", note);
  if (!drawn.failure.empty()) fmt::print(stderr, "warning: no plots: {}\n", drawn.failure);
  if (!drawn.pictures.empty())
    fmt::print("plots:   {} ({} files)\n", folder.string(), drawn.pictures.size());
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

ExitCode run(const RunOptions& options) {
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

ExitCode list(const ListOptions& options) {
  const std::vector<Scenario> scenarios = expand(load_matrix_file(options.file), options.selection);
  const std::size_t digits = fmt::formatted_size("{}", scenarios.size());
  std::size_t number = 0;
  for (const Scenario& scenario : scenarios)
    fmt::print("{:>{}}  {}\n", ++number, digits, scenario.id);
  fmt::print("{} scenarios\n", scenarios.size());
  return ExitCode::kOk;
}

ExitCode validate(const ValidateOptions& options) {
  const std::vector<Scenario> scenarios = expand(load_matrix_file(options.file));
  fmt::print("OK: {} scenarios\n", scenarios.size());
  return ExitCode::kOk;
}

ExitCode plot(const PlotOptions& options) {
  const std::filesystem::path file = options.table;
  const Table table = read_table(file);
  for (const std::string& warning : table.warnings) fmt::print(stderr, "warning: {}\n", warning);
  const std::filesystem::path beside = file.parent_path() / file.stem() / "plots";
  const std::filesystem::path folder =
      options.output.empty() ? beside : std::filesystem::path(options.output);
  const PlotResult drawn = draw_plots(table, folder);
  if (!drawn.failure.empty()) throw Error(drawn.failure, ExitCode::kUnable);
  print_plots(drawn, folder);
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator
