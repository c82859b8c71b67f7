#include "orchestrator/commands/run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <map>

#include "base/choice.h"
#include "base/output.h"
#include "base/program.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/commands/report.h"
#include "orchestrator/report/pictures/plots.h"
#include "orchestrator/run/command_lines.h"
#include "orchestrator/sweep/budget.h"
#include "orchestrator/sweep/ledger.h"
#include "orchestrator/sweep/plan.h"
#include "orchestrator/sweep/sweep.h"

namespace gauntlet::orchestrator::commands {
namespace {

const std::map<std::string, report::SummaryFormat> kSummaries{
    {"text", report::SummaryFormat::kText},
    {"markdown", report::SummaryFormat::kMarkdown},
    {"none", report::SummaryFormat::kNone}};

const std::map<std::string, sweep::Rerun> kReruns{{"failed", sweep::Rerun::kFailed},
                                                  {"invalid", sweep::Rerun::kInvalid}};

constexpr const char* kRunExamples =
    "Examples:\n"
    "  orchestrator run scenarios/smoke.yaml\n"
    "  orchestrator run scenarios/full.yaml --only 'volume=10|50' --only server_pool=5\n"
    "  orchestrator run scenarios/full.yaml --set congestion=cubic --results /tmp/results\n"
    "  orchestrator run scenarios/full.yaml --passes 5 --order shuffled\n"
    "  orchestrator run scenarios/full.yaml --budget 30m\n"
    "  orchestrator run scenarios/full.yaml --shard 1/2\n"
    "  orchestrator run scenarios/full.yaml --out jsonl=events.jsonl\n"
    "  orchestrator run scenarios/full.yaml --dashboard\n"
    "  orchestrator run --resume results/orchestrator_results_20260131_120000.csv\n"
    "  orchestrator run --resume results/orchestrator_results_20260131_120000.csv --rerun failed";

// What the file and the options say.
sweep::Plan declared_plan(const RunOptions& options) {
  sweep::Plan plan = plan_of(options.file, options.selection);
  if (options.budget > Duration{}) plan.budget = options.budget;
  if (!options.shard.empty()) plan.shard = sweep::parse_shard(options.shard);
  if (plan.shard.count > plan.scenarios.size())
    throw Error(fmt::format("--shard: {} scenarios do not make {} parts", plan.scenarios.size(),
                            plan.shard.count));
  return plan;
}

// What the sweep of the table was to do. Where a file is named as well, it must say the same.
sweep::Plan resumed_plan(const RunOptions& options) {
  sweep::Plan plan = sweep::Sidecar::of(options.resume).read_plan();
  if (options.file.empty()) return plan;
  const sweep::Plan declared = declared_plan(options);
  const bool same =
      matrix::content_hash(declared.scenarios) == matrix::content_hash(plan.scenarios) &&
      declared.repeats == plan.repeats && declared.budget == plan.budget &&
      declared.shard == plan.shard;
  if (!same)
    throw Error({.file = options.resume},
                fmt::format("comes from other scenarios, passes or parts than '{}' and the options "
                            "name; leave them out to go on with its own, or start a new sweep",
                            options.file));
  return plan;
}

sweep::Plan make_plan(const RunOptions& options) {
  return options.resume.empty() ? declared_plan(options) : resumed_plan(options);
}

// With the rows set aside that are to run again.
sweep::Ledger open_ledger(const RunOptions& options, const sweep::Plan& plan) {
  if (!options.rerun.empty()) {
    const sweep::SetAside moved = sweep::set_aside(options.resume, plan, options.rerun);
    if (moved.rows > 0)
      print("{} set aside, to run again: {}\n", counted(moved.rows, "row"), moved.file.string());
    else
      print("no row is to run again\n");
  }
  return options.resume.empty() ? sweep::begin_ledger(options.campaign.results, plan)
                                : sweep::resume_ledger(options.resume, plan);
}

// Where the table is, unless a folder was named: what a killed sweep left there is removed by the
// next one.
std::filesystem::path data_folder_of(const RunOptions& options) {
  if (options.resume.empty() || !options.campaign.data.empty())
    return data_folder(options.campaign);
  return std::filesystem::absolute(options.resume).parent_path();
}

// A quiet run has a summary only where a form of it was asked for.
bool shows_summary(const RunOptions& options) {
  const bool usual = options.summary == report::SummaryFormat::kText;
  return options.summary != report::SummaryFormat::kNone && !(usual && options.campaign.quiet);
}

// A report that was not asked for is worth a warning when it cannot be written, as pictures are.
void report_beside(const std::filesystem::path& table) {
  try {
    print("report:  {}\n", write_reports(table).string());
  } catch (const std::exception& error) {
    say("warning: no report: {}\n", error.what());
  }
}

// The summary of the table, the report, the pictures, and where everything is.
void present(const RunOptions& options, const sweep::Sidecar& sidecar,
             const sweep::SweepResult& result) {
  const table::Table table = table::read_table(sidecar.table());
  if (shows_summary(options)) {
    print("\n");
    print_summary(table, options.summary);
    print("\n");
  }
  if (!options.campaign.quiet && result.passes > 1 && !result.interrupted)
    print("{} passes {}\n", result.passes,
          sweep::describe_power(sweep::measured_variation(table.rows), result.passes));
  print("table:   {}\ndetails: {}\n", sidecar.table().string(), sidecar.folder().string());
  if (!table.rows.empty()) report_beside(sidecar.table());
  if (options.no_plots) return;
  print_plots(report::pictures::draw_plots(table, sidecar.plots(), {.file = sidecar.table()}),
              sidecar.plots());
}

struct Conclusion {
  ExitCode code;
  const char* word;
};

Conclusion conclude(const sweep::SweepResult& result) {
  if (result.interrupted) return {ExitCode::kInterrupted, "interrupted"};
  if (result.failed > 0) return {ExitCode::kFailed, "failed"};
  return {ExitCode::kOk, "ok"};
}

void print_outcome(const sweep::SweepResult& result, std::size_t scenarios) {
  const std::string of_all =
      result.passes > 1 ? fmt::format("{} rows of {} in {} passes", scenarios * result.passes,
                                      counted(scenarios, "scenario"), result.passes)
                        : counted(scenarios, "scenario");
  print("{} of {} done, {} failed{}\n", result.rows, of_all, result.failed,
        result.interrupted ? ", interrupted" : "");
}

void print_way_on(const sweep::Sidecar& sidecar) {
  print("go on by: orchestrator run --resume {}\n", sidecar.table().string());
}

// How often, in which order and which part: options that make no sense without a file.
void add_repeats(CLI::App& app, RunOptions& options, CLI::Option* file) {
  for (const matrix::Setting& key : matrix::sweep_keys()) {
    const auto add = [&options, &key](const std::string& text) {
      options.selection.set.push_back(fmt::format("{}={}", key.name, text));
    };
    const auto check = [&key](const std::string& text) {
      return matrix::check_value(key, text).problem;
    };
    app.add_option_function<std::string>("--" + std::string(key.name), add,
                                         std::string(key.meaning) + " Counts over --set")
        ->check(CLI::Validator(check, ""))
        ->type_name(key.kind == matrix::Kind::kChoice
                        ? fmt::format("{}", fmt::join(key.choices, "|"))
                        : "N")
        ->default_str(matrix::sweep_value(matrix::Repeats{}, key.name));
  }
  CLI::Option* budget =
      add_duration(app, "--budget", options.budget,
                   "Instead of --passes: as many passes as fit into this time at the pace of the "
                   "first one, but one at least; 0s: no budget")
          ->excludes(app.get_option("--passes"));
  app.add_option("--shard", options.shard,
                 "Run only one of N parts of the scenarios; 'merge' puts their tables together")
      ->type_name("I/N")
      ->excludes(budget);
  for (const char* name : {"--only", "--set", "--passes", "--order", "--budget", "--shard"})
    app.get_option(name)->needs(file);
}

void add_rerun(CLI::App& app, RunOptions& options) {
  const auto add = [&options](const std::string& text) {
    const auto found = kReruns.find(text);
    if (found == kReruns.end())
      throw CLI::ValidationError("--rerun", fmt::format("'{}' is not one of failed|invalid", text));
    options.rerun.push_back(found->second);
  };
  app.add_option_function<std::string>("--rerun", add,
                                       "Of the table of --resume: run the rows again that failed, "
                                       "or are not valid; those that are "
                                       "there are set aside in the folder beside it; repeatable")
      ->trigger_on_parse()
      ->type_name("failed|invalid")
      ->needs(app.get_option("--resume"));
}

}  // namespace

CLI::App* add_command(CLI::App& app, RunOptions& options) {
  CLI::App* run = app.add_subcommand("run", "Run every scenario of a matrix: table and plots");
  CLI::Option* file = add_file(*run, options.file)->required(false);
  add_selection(*run, options.selection);
  add_repeats(*run, options, file);
  add_campaign(*run, options.campaign,
               "No progress and no summary for the terminal, only where the results are");
  run->add_option("--resume", options.resume,
                  "Go on with the sweep of this table where it stopped; FILE.yaml is not needed")
      ->type_name("TABLE.csv")
      ->excludes(run->get_option("--results"));
  add_rerun(*run, options);
  add_programs(*run, options.programs);
  run->add_flag("--no-plots", options.no_plots, "Draw no plots");
  add_choice(
      *run, "--summary", options.summary, kSummaries,
      "At the end, the table in one screenful: for the terminal, for a pull request, or not at "
      "all; 'show' prints it again. --quiet leaves out that for the terminal");
  run->callback([&options] {
    if (options.file.empty() && options.resume.empty())
      throw CLI::RequiredError("FILE.yaml, or --resume TABLE.csv,");
  });
  run->footer(kRunExamples);
  return run;
}

ExitCode execute(const RunOptions& options) {
  const sweep::Plan plan = make_plan(options);
  const std::vector<matrix::Scenario> scenarios = sweep::scenarios_of_shard(plan);
  const run::Programs programs = run::find_programs(options.programs);
  const sweep::Outputs asked = make_asked(options.campaign);
  if (!options.campaign.quiet) give_advice(scenarios);

  const process::Interrupt interrupt;
  sweep::Campaign campaign(plan, data_folder_of(options), interrupt, make_launcher(interrupt),
                           options.campaign.command_line);
  sweep::Side side{.programs = programs, .ledger = open_ledger(options, plan)};
  campaign.begin(outputs::make_all({&side}, progress_style(options.campaign), asked), {&side});
  const sweep::SweepResult result = sweep::sweep(plan, side, campaign);

  const Conclusion conclusion = conclude(result);
  const bool noted = campaign.end(conclusion.word);
  const bool presented = put_out([&] { present(options, side.ledger.sidecar, result); });
  print_outcome(result, scenarios.size());
  if (result.interrupted) print_way_on(side.ledger.sidecar);
  return with_output(conclusion.code, noted && presented);
}

}  // namespace gauntlet::orchestrator::commands
