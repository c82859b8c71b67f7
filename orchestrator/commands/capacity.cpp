#include "orchestrator/commands/capacity.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/choice.h"
#include "base/output.h"
#include "base/own_folder.h"
#include "base/program.h"
#include "orchestrator/capacity/curve.h"
#include "orchestrator/capacity/explorer.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/sweep/ledger.h"

namespace gauntlet::orchestrator::commands {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, capacity::LoadAxis> kAxes = {
    {"rate", capacity::LoadAxis::kRate}, {"client_pool", capacity::LoadAxis::kClients}};

constexpr const char* kCapacityExamples =
    "For each scenario the load is doubled until the objective is missed (or halved until it is\n"
    "met), then the interval between is halved. Both its ends are confirmed: two runs must agree.\n"
    "The requests and durations of the file do not count (docs/capacity.md).\n"
    "Conditions name columns (results/README.md), with or without their unit. 'failed = 0' holds\n"
    "unless something else is said of failed requests.\n"
    "Exit codes: 0 found for all, or met up to --to; 1 an objective is missed under the least\n"
    "load; 2 bad input; 3 the clients gave out first, or the budget did not suffice; 130\n"
    "interrupted. Of several, 1 counts over 3.\n"
    "Examples:\n"
    "  orchestrator capacity scenarios/smoke.yaml --slo 'p99 < 50ms' --set client_pool=64 \\\n"
    "               --only mode=thread,operation=get\n"
    "  orchestrator capacity scenarios/smoke.yaml --slo 'p99 < 100ms, failed < 1%' \\\n"
    "               --only operation=list --set client_pool=64,arrivals=poisson,warmup=1s\n"
    "  orchestrator capacity scenarios/smoke.yaml --slo 'p99 < 100ms' --axis client_pool \\\n"
    "               --to 200 --only operation=get --point-duration 2s --budget 5m";

double parse_precision(const std::string& text) {
  constexpr double kLeast = 1;
  constexpr double kMost = 50;
  double percent = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, percent);
  const bool is_percent = error == std::errc{} && rest + 1 == end && *rest == '%';
  if (!is_percent || !(percent >= kLeast && percent <= kMost))
    throw Error(fmt::format("--precision: '{}' is not a percentage from {}% to {}%; write it as 5%",
                            text, kLeast, kMost));
  return percent / 100;
}

capacity::SearchOptions parse_search(const CapacityOptions& options) {
  const capacity::AxisFacts& facts = capacity::facts_of(options.axis);
  capacity::SearchOptions search{.least = options.from.value_or(facts.least),
                                 .most = options.to.value_or(facts.most),
                                 .start = facts.start,
                                 .precision = parse_precision(options.precision),
                                 .whole = facts.whole};
  for (const double load : {search.least, search.most})
    if (!(load > 0 && load <= facts.most) || (facts.whole && load != std::floor(load)))
      throw Error(fmt::format("--from and --to take {} above 0, up to {}",
                              facts.whole ? "whole numbers" : "numbers",
                              capacity::describe_load(options.axis, facts.most)));
  if (search.least > search.most)
    throw Error(
        fmt::format("--from {} is above --to {}: exchange them", search.least, search.most));
  return search;
}

capacity::Question ask(const CapacityOptions& options) {
  if (options.point_duration < std::chrono::milliseconds(500))
    throw Error("--point-duration must be 500ms or more: shorter runs say too little");
  return {.slo = capacity::parse_slo(options.slo),
          .axis = options.axis,
          .search = parse_search(options),
          .point_duration = options.point_duration,
          .budget = options.budget};
}

// Throws for a budget that cannot give every subject a single run.
void check_budget(const capacity::Question& question,
                  const std::vector<capacity::Subject>& subjects) {
  const Duration each = question.budget / static_cast<std::int64_t>(subjects.size());
  for (const capacity::Subject& subject : subjects) {
    const Duration run = subject.scenario.duration("warmup") + question.point_duration;
    if (run <= each) continue;
    throw Error(
        fmt::format("--budget: {} for {} scenarios is {} each, and a run takes {}; raise "
                    "it, or pick scenarios by --only",
                    format_duration(question.budget), subjects.size(), format_duration(each),
                    format_duration(run)));
  }
}

// What is searched, as far as outputs ask for a plan: the runs follow from the search.
sweep::Plan searched_plan(const matrix::Matrix& matrix,
                          const std::vector<capacity::Subject>& subjects, Duration budget) {
  sweep::Plan plan{.file = matrix.file, .name = matrix.name, .budget = budget};
  for (const capacity::Subject& subject : subjects) plan.scenarios.push_back(subject.scenario);
  return plan;
}

void write_text(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw_errno(fmt::format("cannot write '{}'", path.string()));
}

// The table of each curve, and its picture where there is one to draw.
void write_curves(const CapacityOptions& options, const capacity::Question& question,
                  const std::vector<capacity::Capacity>& capacities, const fs::path& folder) {
  constexpr std::size_t kLongestName = 180;
  make_folder(folder);
  std::vector<report::pictures::Drawing> drawings;
  for (std::size_t i = 0; i < capacities.size(); ++i) {
    const capacity::Capacity& capacity = capacities[i];
    const std::string name =
        fmt::format("{:02}-{}", i + 1, capacity.subject.substr(0, kLongestName));
    write_text(folder / (name + ".csv"), capacity::curve_csv(capacity::curve_of(capacity)));
    auto drawing = capacity::draw_curve(name, capacity, question.axis, question.slo);
    if (drawing) drawings.push_back(std::move(*drawing));
  }
  if (!options.no_plots) print_plots(report::pictures::draw_pictures(drawings, folder), folder);
}

// False when a file could not be written, which is said on stderr.
bool present(const CapacityOptions& options, const capacity::Question& question,
             const sweep::Sidecar& sidecar, const std::vector<capacity::Capacity>& capacities) {
  const std::string summary = sidecar.folder().string() + ".summary.csv";
  print("\n{}\n", describe(capacities, question.axis));
  print("table:   {}\nsummary: {}\ndetails: {}\n", sidecar.table().string(), summary,
        sidecar.folder().string());
  const bool summed_up = put_out(
      [&] { write_text(summary, capacity::to_csv(capacities, question.axis, question.slo)); });
  return put_out(
             [&] { write_curves(options, question, capacities, sidecar.folder() / "curves"); }) &&
         summed_up;
}

// One word for how it went, for the record.
const char* word_for(ExitCode code) {
  if (code == ExitCode::kOk) return "ok";
  if (code == ExitCode::kFailed) return "missed";
  return code == ExitCode::kInterrupted ? "interrupted" : "unknown";
}

std::string greatest(capacity::LoadAxis axis) {
  return capacity::describe_load(axis, capacity::facts_of(axis).most);
}

// A text that is no number becomes one that the load cannot be.
void add_load(CLI::App& app, const std::string& name, std::optional<double>& load,
              const std::string& help) {
  app.add_option_function<std::string>(
         name, [&load](const std::string& text) { load = parse_number(text).value_or(0); }, help)
      ->type_name("N");
}

void add_search(CLI::App& app, CapacityOptions& options) {
  app.add_option("--slo", options.slo,
                 "What must hold: conditions on columns with one of < <= = >= >, such as "
                 "'p99 < 50ms, failed = 0, aggregate > 100MiB/s'")
      ->required()
      ->type_name("SLO");
  add_choice(app, "--axis", options.axis, kAxes,
             "The load: requests a second of an open loop, or clients of a closed one");
  add_load(app, "--from", options.from,
           fmt::format("The least load that is tried (default: {})",
                       capacity::facts_of(options.axis).least));
  add_load(
      app, "--to", options.to,
      fmt::format("The greatest load that is tried (default: {}, or {})",
                  greatest(capacity::LoadAxis::kRate), greatest(capacity::LoadAxis::kClients)));
  app.add_option("--precision", options.precision,
                 "How wide the interval may be at the end, as a part of its upper end: 1% to 50%")
      ->type_name("PERCENT")
      ->capture_default_str();
  add_duration(app, "--point-duration", options.point_duration,
               "How long a run takes, after the scenario's warmup: 500ms or more; longer where a "
               "percentile needs more requests");
  add_duration(app, "--budget", options.budget,
               "Time for all scenarios together, in equal parts; a run that has begun is finished");
}

}  // namespace

CLI::App* add_command(CLI::App& app, CapacityOptions& options) {
  CLI::App* capacity = app.add_subcommand(
      "capacity", "Find the highest load of each scenario that still meets an objective");
  add_file(*capacity, options.file);
  add_search(*capacity, options);
  add_selection(*capacity, options.selection);
  add_campaign(*capacity, options.campaign, "No line for each run");
  add_programs(*capacity, options.programs);
  capacity->add_flag("--no-plots", options.no_plots, "Draw no curves");
  capacity->footer(kCapacityExamples);
  return capacity;
}

ExitCode execute(const CapacityOptions& options) {
  const capacity::Question question = ask(options);
  const matrix::Matrix matrix = matrix::load_matrix_file(options.file);
  const std::vector<capacity::Subject> subjects =
      capacity::subjects_of(matrix, options.selection, question.axis, question.search.least);
  check_budget(question, subjects);
  const sweep::Plan plan = searched_plan(matrix, subjects, question.budget);
  const run::Programs programs = run::find_programs(options.programs);
  const sweep::Outputs asked = make_asked(options.campaign);
  if (!options.campaign.quiet) give_advice(plan.scenarios);

  const process::Interrupt interrupt;
  sweep::Campaign campaign(plan, data_folder(options.campaign), interrupt, make_launcher(interrupt),
                           options.campaign.command_line);
  sweep::Side side{
      .programs = programs,
      .ledger = sweep::new_ledger(sweep::Sidecar::make_in(options.campaign.results, "capacity"))};
  const auto style =
      options.campaign.quiet ? outputs::ProgressStyle::kNone : outputs::ProgressStyle::kMessages;
  campaign.begin(outputs::make_all({&side}, style, asked), {&side});
  const std::vector<capacity::Capacity> capacities =
      capacity::explore(question, subjects, side, campaign);

  const ExitCode code = capacity::exit_code(capacities);
  const bool noted = campaign.end(word_for(code));
  const bool presented = present(options, question, side.ledger.sidecar, capacities);
  return with_output(code, noted && presented);
}

}  // namespace gauntlet::orchestrator::commands
