#include "orchestrator/commands/ab.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "base/near_words.h"
#include "base/output.h"
#include "base/program.h"
#include "orchestrator/ab/live_comparison.h"
#include "orchestrator/ab/schedule.h"
#include "orchestrator/ab/warnings.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/matrix/matrix.h"
#include "orchestrator/matrix/selection.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::commands {
namespace {

constexpr const char* kAbExamples =
    "Every scenario is run on both sides, one right after the other, in an order that chance\n"
    "decides; then again, pass after pass. Rows are tested after 5, 10, 20 and 40 passes, and at\n"
    "the end; it ends when all of them are decided. A build is a folder that holds server_pool "
    "and\n"
    "client_pool, or a command whose last line on stdout names that folder. Instead of builds,\n"
    "two servers of the file or two values of a setting can be compared.\n"
    "Examples:\n"
    "  orchestrator ab scenarios/ci.yaml --base /opt/gauntlet-1.0/bin --new build/bin\n"
    "  orchestrator ab scenarios/ci.yaml --base './build-revision main' --new build/bin\n"
    "  orchestrator ab scenarios/full.yaml --base old --new new --only volume=10 --budget 20m\n"
    "  orchestrator ab scenarios/ci.yaml --base old --new new --format markdown --output c.md\n"
    "  orchestrator ab scenarios/nginx.yaml --base nginx --new server_pool\n"
    "  orchestrator ab scenarios/ci.yaml --base-set congestion=cubic --new-set congestion=bbr\n"
    "Exit codes: 0 no regression, 1 a regression, 2 bad input, 3 no verdict, 130 interrupted.\n"
    "The tables are kept: orchestrator diff RESULTS/ab_..._base.csv RESULTS/ab_..._new.csv judges\n"
    "them again. How a verdict is reached is explained in docs/diff.md.";

// Those of the command line count over those of the file, of which a single one means nothing.
std::uint64_t most_passes(std::uint64_t asked, std::uint64_t declared) {
  if (asked > 0) return asked;
  return declared > 1 ? std::min(declared, ab::kMostAbPasses) : ab::kMostAbPasses;
}

// One side as it was asked for.
struct Asked {
  std::string name{};  // "base" or "new"
  std::string build{};
  std::vector<std::string> set{};
};

// What is no folder would be run as a command, and fail in words that say nothing of servers.
void refuse_misspelt(const std::string& name, const std::string& what,
                     const matrix::Servers& servers) {
  std::vector<std::string_view> known{matrix::kServerPool};
  for (const auto& [server, described] : servers) known.push_back(server);
  const std::string guess = did_you_mean(what, known);
  if (!guess.empty() && !std::filesystem::exists(what))
    throw Error(
        fmt::format("--{}: '{}' is no server of the file, and no folder{}", name, what, guess));
}

// A server of the file is a setting, all else a build.
Asked asked_for(const std::string& name, const std::string& what, std::vector<std::string> set,
                const matrix::Servers& servers) {
  const std::vector<matrix::Assignment> checked =
      matrix::parse_settings(fmt::format("--{}-set", name), set);
  if (what != matrix::kServerPool && !servers.contains(what)) {
    refuse_misspelt(name, what, servers);
    return {name, what, std::move(set)};
  }
  for (const matrix::Assignment& assignment : checked)
    if (matrix::settings()[assignment.setting].name == "server")
      throw Error(fmt::format(
          "--{0}-set: server: --{0} names the server '{1}'; leave one of them out", name, what));
  set.push_back("server=" + what);
  return {name, "", std::move(set)};
}

sweep::Plan plan_of_side(const matrix::Matrix& matrix, const AbOptions& options,
                         const Asked& asked) {
  matrix::Selection selection = options.selection;
  selection.set.insert(selection.set.end(), asked.set.begin(), asked.set.end());
  sweep::Plan plan = plan_of(matrix, selection);
  plan.repeats.passes = most_passes(options.passes, plan.repeats.passes);
  if (options.budget > Duration{}) plan.budget = options.budget;
  return plan;
}

ab::Build find_and_name(const Asked& asked, const std::vector<matrix::Scenario>& scenarios,
                        const process::Launcher& launch) {
  ab::Build build = ab::find_build(asked.name, asked.build, scenarios, launch);
  const std::string set = asked.set.empty() ? "" : fmt::format(", {}", fmt::join(asked.set, ", "));
  say("{}: {} in {}{}\n", asked.name, build.version, build.folder, set);
  return build;
}

const char* word_for(const std::optional<diff::Comparison>& verdict) {
  if (!verdict) return "interrupted";
  if (verdict->exit_code == ExitCode::kUnable) return "not judged";
  return verdict->regressed() ? "regression" : "judged";
}

void print_tables(const ab::Sides& sides) {
  for (const sweep::Side* side : {&sides.base, &sides.fresh})
    say("{} table: {}\n", side->name, side->ledger.table.file().string());
}

void add_builds(CLI::App& app, AbOptions& options) {
  const std::string named =
      "a server of the file, or a build; without it the programs beside orchestrator";
  app.add_option("--base", options.base, "What to compare with: " + named)
      ->type_name("SERVER|DIR|COMMAND");
  app.add_option("--new", options.fresh, "What to judge: " + named)
      ->type_name("SERVER|DIR|COMMAND");
  app.add_option("--base-set", options.base_set,
                 "A setting of the base alone, as --set; repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_option("--new-set", options.fresh_set,
                 "A setting of what is judged alone, as --set; repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

// Two sides that are named by nothing would be the same.
void require_two_sides(const AbOptions& options) {
  if (!options.base_set.empty() || !options.fresh_set.empty()) return;
  if (options.base.empty()) throw CLI::RequiredError("--base, or --base-set and --new-set,");
  if (options.fresh.empty()) throw CLI::RequiredError("--new, or --base-set and --new-set,");
}

void add_length(CLI::App& app, AbOptions& options) {
  add_count(app, "--passes", options.passes,
            fmt::format("The most passes of each build; 0: those of the file where it declares "
                        "more than one, else {}",
                        ab::kMostAbPasses),
            {.most = ab::kMostAbPasses});
  add_duration(app, "--budget", options.budget,
               "End before the pass that would take longer than this in all; 0s: no budget");
}

}  // namespace

CLI::App* add_command(CLI::App& app, AbOptions& options) {
  CLI::App* ab = app.add_subcommand(
      "ab", "Run two builds, servers or settings against each other: is the new one worse?");
  add_file(*ab, options.file);
  add_builds(*ab, options);
  add_selection(*ab, options.selection);
  add_length(*ab, options);
  add_campaign(*ab, options.campaign, "No progress");
  add_verdict(*ab, options.verdict);
  ab->callback([&options] { require_two_sides(options); });
  ab->footer(kAbExamples);
  return ab;
}

ExitCode execute(const AbOptions& options) {
  const diff::CompareOptions judging = complete(options.verdict);
  const matrix::Matrix matrix = matrix::load_matrix_file(options.file);
  warn_of_excludes(matrix);
  const Asked base_asked = asked_for("base", options.base, options.base_set, matrix.servers);
  const Asked fresh_asked = asked_for("new", options.fresh, options.fresh_set, matrix.servers);
  const ab::Trial trial = ab::make_trial(plan_of_side(matrix, options, base_asked),
                                         plan_of_side(matrix, options, fresh_asked));
  const sweep::Outputs asked = make_asked(options.campaign);
  if (!options.campaign.quiet) give_advice(trial.fresh);
  const process::Interrupt interrupt;
  const process::Launcher launch = make_launcher(interrupt);
  const ab::Build base = find_and_name(base_asked, trial.plan.scenarios, launch);
  const ab::Build fresh = find_and_name(fresh_asked, trial.fresh, launch);
  for (const std::string& sentence : ab::warnings(trial, base, fresh))
    say("orchestrator: warning: {}\n", sentence);

  sweep::Campaign campaign(trial.plan, data_folder(options.campaign), interrupt, launch,
                           options.campaign.command_line);
  campaign.prepare(trial.fresh);
  ab::Sides sides = ab::make_sides(options.campaign.results, base, fresh);
  campaign.begin(
      outputs::make_all({&sides.base, &sides.fresh}, progress_style(options.campaign), asked),
      {&sides.base, &sides.fresh});
  const auto verdict = ab::compare_live(trial, judging, sides, campaign);

  const bool noted = campaign.end(word_for(verdict));
  print_tables(sides);
  if (!verdict) return ExitCode::kInterrupted;
  const bool presented = present(*verdict, options.verdict);
  return with_output(verdict->exit_code, noted && presented);
}

}  // namespace gauntlet::orchestrator::commands
