#include "orchestrator/commands/calibrate.h"

#include <fmt/format.h>
#include <poll.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <limits>

#include "base/output.h"
#include "base/program.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/commands/verdict.h"
#include "orchestrator/sweep/sweep.h"

namespace gauntlet::orchestrator::commands {
namespace {

constexpr std::uint64_t kUsualPasses = 3;  // where the file declares a single one

constexpr const char* kCalibrateExamples =
    "tau^2, the variance of a row's level between runs, is worked out for each operation; how "
    "much\n"
    "the host as a whole shifts is shown apart. The file is for orchestrator diff --calibration.\n"
    "Examples:\n"
    "  orchestrator calibrate scenarios/ci.yaml --sweeps 8 --pause 10m\n"
    "  orchestrator calibrate scenarios/ci.yaml --passes 5 --output host.json\n"
    "  orchestrator calibrate --tables monday.csv tuesday.csv wednesday.csv thursday.csv \\\n"
    "                                  friday.csv saturday.csv\n"
    "How it is used is explained in docs/diff.md.";

sweep::Plan make_plan(const CalibrateOptions& options) {
  sweep::Plan plan = plan_of(options.file, options.selection);
  if (options.passes > 0)
    plan.repeats.passes = options.passes;
  else if (plan.repeats.passes < 2)
    plan.repeats.passes = kUsualPasses;
  return plan;
}

// Waits, unless it is interrupted.
void pause(Duration duration, const process::Interrupt& interrupt) {
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(duration).count();
  pollfd waiting{interrupt.fd(), POLLIN, 0};
  ::poll(&waiting, 1,
         static_cast<int>(std::min<std::int64_t>(ms, std::numeric_limits<int>::max())));
}

[[noreturn]] void throw_interrupted() {
  throw Error("interrupted; the tables of whole sweeps can be given by --tables later",
              ExitCode::kInterrupted);
}

// One sweep as orchestrator run makes it, with files of its own.
table::Table measure(const CalibrateOptions& options, const sweep::Plan& plan,
                     const process::Interrupt& interrupt) {
  const run::Programs programs = run::find_programs(options.programs);
  const process::Launcher launch = make_launcher(interrupt);
  sweep::Course course{.command_line = options.command_line, .started = now_iso()};
  const run::TestFiles files(options.data.empty() ? options.results : options.data, plan.scenarios,
                             interrupt);
  sweep::Ledger ledger = sweep::begin_ledger(options.results, plan);
  ledger.sidecar.write_environment(course);
  sweep::Progress progress(options.quiet ? sweep::ProgressStyle::kNone : sweep::style_for_stderr(),
                           plan.scenarios);
  const sweep::SweepResult result =
      sweep::sweep(plan, {programs, files, interrupt, launch}, ledger, progress);
  course.finished = now_iso();
  course.outcome = result.interrupted ? "interrupted" : "ok";
  ledger.sidecar.write_environment(course);
  if (result.interrupted) throw_interrupted();
  say("table: {}\n", ledger.table.file().string());
  return table::read_table(ledger.table.file());
}

std::vector<table::Table> measure_all(const CalibrateOptions& options) {
  const sweep::Plan plan = make_plan(options);
  if (!options.quiet) give_advice(plan.scenarios);
  const process::Interrupt interrupt;
  std::vector<table::Table> tables;
  for (std::uint64_t i = 1; i <= options.sweeps; ++i) {
    if (i > 1) pause(options.pause, interrupt);
    if (interrupt.raised()) throw_interrupted();
    if (!options.quiet) say("sweep {} of {}\n", i, options.sweeps);
    tables.push_back(measure(options, plan, interrupt));
  }
  return tables;
}

std::vector<table::Table> read_all(const std::vector<std::string>& files) {
  std::vector<table::Table> tables;
  for (const std::string& file : files) {
    tables.push_back(table::read_table(file));
    for (const std::string& warning : tables.back().warnings) say("warning: {}\n", warning);
  }
  return tables;
}

void add_sweeps(CLI::App& app, CalibrateOptions& options, CLI::Option* file) {
  app.add_option("--sweeps", options.sweeps, "How many sweeps to make")
      ->check(CLI::Range(std::uint64_t{diff::kLeastSweeps}, std::uint64_t{1000}).description(""))
      ->type_name("N")
      ->capture_default_str()
      ->needs(file);
  add_count(app, "--passes", options.passes,
            fmt::format("Passes of each sweep; 0: those of the file where it declares more than "
                        "one, else {}",
                        kUsualPasses))
      ->check(CLI::Validator(
          [](const std::string& text) {
            return text == "1" ? "one pass does not show how passes scatter; give 2 or more" : "";
          },
          ""))
      ->needs(file);
  add_duration(app, "--pause", options.pause,
               "Between two sweeps: the further they are apart, the more of what differs between "
               "runs they show")
      ->needs(file);
}

}  // namespace

CLI::App* add_command(CLI::App& app, CalibrateOptions& options) {
  CLI::App* calibrate = app.add_subcommand(
      "calibrate", "Measure how much runs differ on this machine, for diff --calibration");
  CLI::Option* file = add_file(*calibrate, options.file)->required(false);
  add_sweeps(*calibrate, options, file);
  calibrate
      ->add_option("--tables", options.tables,
                   "Instead of making sweeps: tables of sweeps of the same matrix")
      ->type_name("TABLE.csv")
      ->excludes(file);
  calibrate->add_option("--output", options.output, "The file to write")
      ->type_name("FILE.json")
      ->capture_default_str();
  add_metric(*calibrate, options.metrics);
  add_selection(*calibrate, options.selection);
  calibrate
      ->add_option("--results", options.results, "Folder for the tables and what goes with them")
      ->type_name("DIR")
      ->capture_default_str();
  calibrate
      ->add_option("--data", options.data,
                   "Folder in which the test files are made, in a folder of their own that is "
                   "removed afterwards (default: that of the results)")
      ->type_name("DIR");
  add_programs(*calibrate, options.programs);
  for (const char* name : {"--only", "--set"}) calibrate->get_option(name)->needs(file);
  calibrate->add_flag("--quiet", options.quiet, "No progress");
  calibrate->callback([&options] {
    if (options.file.empty() && options.tables.empty())
      throw CLI::RequiredError("FILE.yaml, or --tables TABLE.csv...,");
  });
  calibrate->footer(kCalibrateExamples);
  return calibrate;
}

ExitCode execute(const CalibrateOptions& options) {
  const diff::Metrics metrics = diff::parse_metrics(options.metrics);
  check_can_write("--output", options.output);
  const std::vector<table::Table> tables =
      options.tables.empty() ? measure_all(options) : read_all(options.tables);
  const diff::HostNoise noise = diff::measure_noise(tables, metrics);
  diff::write_calibration(noise.calibration, options.output);
  print("{}calibration: {}\n", to_text(noise), options.output);
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
