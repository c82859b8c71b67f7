#include "orchestrator/commands/calibrate.h"

#include <fmt/format.h>
#include <poll.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <limits>

#include "base/output.h"
#include "base/output_file.h"
#include "base/program.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/commands/verdict.h"
#include "orchestrator/report/trust.h"
#include "orchestrator/sweep/sweep.h"

namespace gauntlet::orchestrator::commands {
namespace {

constexpr std::uint64_t kUsualPasses = 3;  // where the file declares a single one

constexpr const char* kCalibrateExamples =
    "The same matrix is swept several times, or tables of such sweeps are read. What a row "
    "differs\n"
    "by from sweep to sweep, beyond what it scatters by within one, is worked out for each\n"
    "operation (its variance is tau^2); how much all rows shift together is shown apart. The file\n"
    "is for orchestrator diff --calibration.\n"
    "Examples:\n"
    "  orchestrator calibrate scenarios/ci.yaml --sweeps 8 --pause 10m\n"
    "  orchestrator calibrate scenarios/ci.yaml --passes 5 --output host.json\n"
    "  orchestrator calibrate --tables mon.csv tue.csv wed.csv thu.csv fri.csv sat.csv\n"
    "Exit codes: 0 measured, 2 bad input, 3 the sweeps say too little, or what was asked for "
    "could\n"
    "not be written, 130 interrupted.\n"
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

struct Measured {
  std::vector<table::Table> tables{};  // one a sweep
  bool noted = true;                   // false: an output could not take all
};

// One sweep as orchestrator run makes it, with files of its own.
void measure(const CalibrateOptions& options, const sweep::Plan& plan,
             const process::Interrupt& interrupt, const sweep::Outputs& asked, Measured& measured) {
  const run::Programs programs = run::find_programs(options.programs);
  sweep::Campaign campaign(plan, data_folder(options.campaign), interrupt, make_launcher(interrupt),
                           options.campaign.command_line);
  sweep::Side side{.programs = programs,
                   .ledger = sweep::begin_ledger(options.campaign.results, plan)};
  campaign.begin(outputs::make_all({&side}, progress_style(options.campaign), asked), {&side});
  const sweep::SweepResult result = sweep::sweep(plan, side, campaign);
  measured.noted = campaign.end(result.interrupted ? "interrupted" : "ok") && measured.noted;
  if (result.interrupted) throw_interrupted();
  say("table: {}\n", side.ledger.table.file().string());
  measured.tables.push_back(table::read_table(side.ledger.table.file()));
}

// A calibration takes hours: what cannot be one is said after the first sweep.
void check_first(const Measured& measured, const diff::Metrics& metrics) {
  for (const std::string& line : report::distrust(measured.tables.front().rows)) say("{}\n", line);
  diff::check_usable(measured.tables, metrics);
}

Measured measure_all(const CalibrateOptions& options, const diff::Metrics& metrics) {
  const sweep::Plan plan = make_plan(options);
  const sweep::Outputs asked = make_asked(options.campaign);
  const bool quiet = options.campaign.quiet;
  if (!quiet) give_advice(plan.scenarios);
  const process::Interrupt interrupt;
  Measured measured;
  for (std::uint64_t i = 1; i <= options.sweeps; ++i) {
    if (i > 1) pause(options.pause, interrupt);
    if (interrupt.raised()) throw_interrupted();
    if (!quiet) say("sweep {} of {}\n", i, options.sweeps);
    measure(options, plan, interrupt, asked, measured);
    if (i == 1) check_first(measured, metrics);
  }
  return measured;
}

Measured read_all(const std::vector<std::string>& files) {
  Measured measured;
  for (const std::string& file : files) {
    measured.tables.push_back(table::read_table(file));
    for (const std::string& warning : measured.tables.back().warnings)
      say("warning: {}\n", warning);
  }
  return measured;
}

void add_sweeps(CLI::App& app, CalibrateOptions& options, CLI::Option* file) {
  add_count(app, "--sweeps", options.sweeps,
            fmt::format("How many sweeps to make, {} or more", diff::kLeastSweeps),
            {.least = diff::kLeastSweeps, .most = 1000})
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
               "Wait so long between two sweeps: the further they are apart, the more they show of "
               "what differs between runs")
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
                   fmt::format("Instead of making sweeps: tables of {} or more sweeps of the "
                               "same matrix, measured on this machine",
                               diff::kLeastSweeps))
      ->type_name("TABLE.csv")
      ->excludes(file);
  calibrate->add_option("--output", options.output, "The file to write")
      ->type_name("FILE.json")
      ->capture_default_str();
  add_metric(*calibrate, options.metrics);
  add_selection(*calibrate, options.selection);
  add_campaign(*calibrate, options.campaign, "No progress");
  add_programs(*calibrate, options.programs);
  for (const char* name : {"--only", "--set", "--out"}) calibrate->get_option(name)->needs(file);
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
  const Measured measured =
      options.tables.empty() ? measure_all(options, metrics) : read_all(options.tables);
  const diff::HostNoise noise = diff::measure_noise(measured.tables, metrics);
  diff::write_calibration(noise.calibration, options.output);
  print("{}calibration: {}\n", to_text(noise), options.output);
  return with_output(ExitCode::kOk, measured.noted);
}

}  // namespace gauntlet::orchestrator::commands
