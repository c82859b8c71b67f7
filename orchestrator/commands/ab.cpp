#include "orchestrator/commands/ab.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "base/output.h"
#include "base/program.h"
#include "orchestrator/ab/live_comparison.h"
#include "orchestrator/ab/schedule.h"
#include "orchestrator/commands/common.h"

namespace gauntlet::orchestrator::commands {
namespace {

constexpr const char* kAbExamples =
    "Every scenario is run with both builds, one right after the other, in an order that chance\n"
    "decides; then again, pass after pass. Rows are tested after 5, 10, 20 and 40 passes, and at\n"
    "the end; it ends when all of them are decided. A build is a folder that holds server_pool "
    "and\n"
    "client_pool, or a command whose last line on stdout names that folder.\n"
    "Examples:\n"
    "  orchestrator ab scenarios/ci.yaml --base /opt/gauntlet-1.0/bin --new build/bin\n"
    "  orchestrator ab scenarios/ci.yaml --base './build-revision main' --new build/bin\n"
    "  orchestrator ab scenarios/full.yaml --base old --new new --only volume=10 --budget 20m\n"
    "  orchestrator ab scenarios/ci.yaml --base old --new new --format markdown --output c.md\n"
    "Exit codes: 0 no regression, 1 a regression, 2 bad input, 3 no verdict, 130 interrupted.\n"
    "The tables are kept: orchestrator diff RESULTS/ab_..._base.csv RESULTS/ab_..._new.csv judges\n"
    "them again. How a verdict is reached is explained in docs/diff.md.";

// Those of the command line count over those of the file, of which a single one means nothing.
std::uint64_t most_passes(std::uint64_t asked, std::uint64_t declared) {
  if (asked > 0) return asked;
  return declared > 1 ? std::min(declared, ab::kMostAbPasses) : ab::kMostAbPasses;
}

sweep::Plan make_plan(const AbOptions& options) {
  sweep::Plan plan = plan_of(options.file, options.selection);
  plan.repeats.passes = most_passes(options.passes, plan.repeats.passes);
  if (options.budget > Duration{}) plan.budget = options.budget;
  return plan;
}

ab::Build find_and_name(const std::string& name, const std::string& where, const sweep::Plan& plan,
                        const process::Launcher& launch) {
  ab::Build build = ab::find_build(name, where, plan.scenarios, launch);
  say("{}: {} in {}\n", name, build.version, build.folder);
  return build;
}

const char* word_for(const std::optional<diff::Comparison>& verdict) {
  if (!verdict) return "interrupted";
  return verdict->regressed() ? "regression" : "judged";
}

void print_tables(const ab::Sides& sides) {
  for (const sweep::Side* side : {&sides.base, &sides.fresh})
    say("{} table: {}\n", side->name, side->ledger.table.file().string());
}

void add_builds(CLI::App& app, AbOptions& options) {
  app.add_option("--base", options.base, "The build to compare with")
      ->required()
      ->type_name("DIR|COMMAND");
  app.add_option("--new", options.fresh, "The build to judge")
      ->required()
      ->type_name("DIR|COMMAND");
}

void add_length(CLI::App& app, AbOptions& options) {
  add_count(app, "--passes", options.passes,
            fmt::format("The most passes of each build; 0: those of the file where it declares "
                        "more than one, else {}",
                        ab::kMostAbPasses))
      ->check(CLI::Range(std::uint64_t{0}, ab::kMostAbPasses).description(""));
  add_duration(app, "--budget", options.budget,
               "End before the pass that would take longer than this in all; 0s: no budget");
}

}  // namespace

CLI::App* add_command(CLI::App& app, AbOptions& options) {
  CLI::App* ab = app.add_subcommand(
      "ab", "Run two builds of the programs against each other: is the new one worse?");
  add_file(*ab, options.file);
  add_builds(*ab, options);
  add_selection(*ab, options.selection);
  add_length(*ab, options);
  add_campaign(*ab, options.campaign, "No progress");
  add_verdict(*ab, options.verdict);
  ab->footer(kAbExamples);
  return ab;
}

ExitCode execute(const AbOptions& options) {
  const diff::CompareOptions judging = complete(options.verdict);
  const sweep::Plan plan = make_plan(options);
  const sweep::Outputs asked = outputs::make_asked(options.campaign.asked);
  if (!options.campaign.quiet) give_advice(plan.scenarios);
  const process::Interrupt interrupt;
  const process::Launcher launch = make_launcher(interrupt);
  const ab::Build base = find_and_name("base", options.base, plan, launch);
  const ab::Build fresh = find_and_name("new", options.fresh, plan, launch);

  sweep::Campaign campaign(plan, data_folder(options.campaign), interrupt, launch,
                           options.campaign.command_line);
  ab::Sides sides = ab::make_sides(options.campaign.results, base, fresh);
  campaign.begin(
      outputs::make_all({&sides.base, &sides.fresh}, progress_style(options.campaign), asked));
  const auto verdict = ab::compare_live(plan, judging, sides, campaign);

  const bool noted = campaign.end(word_for(verdict));
  print_tables(sides);
  if (!verdict) return ExitCode::kInterrupted;
  const bool presented = present(*verdict, options.verdict);
  return with_output(verdict->exit_code, noted && presented);
}

}  // namespace gauntlet::orchestrator::commands
