#include "orchestrator/sweep/campaign.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "base/output.h"
#include "base/units.h"
#include "orchestrator/link/check.h"
#include "orchestrator/process/find_program.h"
#include "orchestrator/process/tree.h"
#include "orchestrator/run/make_row.h"
#include "orchestrator/run/parts/runner.h"

namespace gauntlet::orchestrator::sweep {
namespace {

using std::chrono::steady_clock;

process::Launcher launcher_of_others(const process::Interrupt& interrupt) {
  return [fd = interrupt.fd()](const std::vector<std::string>& argv, const std::string& log,
                               const process::Place& place) {
    return std::make_unique<process::Tree>(
        process::TreeOptions{.argv = argv, .log = log, .interrupt_fd = fd, .place = place});
  };
}

// The plan itself. Throws Error where this machine cannot make its links.
const Plan& checked(const Plan& plan) {
  link::check_links(scenarios_of_shard(plan), plan.file);
  return plan;
}

std::string now_iso() { return timestamp_iso(std::chrono::system_clock::now()); }

}  // namespace

Campaign::Campaign(const Plan& plan, const std::filesystem::path& data,
                   const process::Interrupt& interrupt, process::Launcher launch,
                   std::vector<std::string> command_line)
    : plan_(checked(plan)),
      interrupt_(interrupt),
      launch_(std::move(launch)),
      launch_others_(launcher_of_others(interrupt)),
      haproxy_(run::find_haproxy(scenarios_of_shard(plan), process::folders_of_system())),
      invocation_{.command_line = std::move(command_line), .started = now_iso()},
      files_(data, scenarios_of_shard(plan), interrupt) {}

void Campaign::prepare(const std::vector<matrix::Scenario>& scenarios) {
  files_.add(scenarios, interrupt_);
}

void Campaign::begin(Outputs outputs, const std::vector<const Side*>& sides) {
  outputs_ = std::move(outputs);
  for (const Side* side : sides) {
    invocation_.tables.push_back(side->ledger.sidecar.table().string());
    invocation_.earlier_rows += side->ledger.earlier.size();
  }
  invocation_.paths = find_paths(addresses_of(scenarios_of_shard(plan_)), interrupt_);
  for (const auto& output : outputs_) output->begin(plan_, invocation_);
  for (const std::string& sentence : sentences_of(invocation_.paths)) say(sentence);
}

std::optional<RunResult> Campaign::run(const Side& side, const matrix::Scenario& scenario,
                                       const Turn& turn, std::uint64_t passes) {
  hold();
  if (interrupt_.raised()) return std::nullopt;
  const Run run{.scenario = scenario,
                .planned = plan_.scenarios.at(turn.scenario),
                .pass = turn.pass,
                .passes = passes,
                .position = turn.position,
                .side = side.name};
  for (const auto& output : outputs_) output->started(run);
  run::Observed seen = observe(run, side);
  if (seen.interrupted) return std::nullopt;
  table::Row row = run::make_row(scenario, seen);
  row.pass = run.pass;
  row.position = run.position;
  const auto set_aside = side.ledger.set_aside.find({run.pass, scenario.id});
  if (set_aside != side.ledger.set_aside.end()) row.rerun = set_aside->second;
  row.ab = side.comparison_id;
  if (!side.version.empty()) row.version = side.version;
  for (const auto& output : outputs_) output->row(run, row, seen);
  return RunResult{std::move(row), std::move(seen)};
}

// Until a pause that was asked for is over.
void Campaign::hold() {
  if (!pause_.asked()) return;
  for (const auto& output : outputs_) output->paused(true);
  pause_.await_end(interrupt_);
  for (const auto& output : outputs_) output->paused(false);
}

run::Followers Campaign::followers(const Run& run) const {
  run::Followers followers{.on_sample =
                               [this, &run](const metrics::Snapshot& sample) {
                                 for (const auto& output : outputs_) output->sample(run, sample);
                               },
                           .on_ready =
                               [this, &run](const std::vector<HostPorts>& pools) {
                                 for (const auto& output : outputs_) output->ready(run, pools);
                               }};
  const bool any = std::any_of(outputs_.begin(), outputs_.end(),
                               [](const auto& output) { return output->follows_clients(); });
  if (any)
    followers.on_live = [this, &run](const contract::LiveLine& line) {
      for (const auto& output : outputs_) output->live(run, line);
    };
  return followers;
}

run::Observed Campaign::observe(const Run& run, const Side& side) const {
  const auto start = steady_clock::now();
  run::Observed seen = run::parts::run_scenario(
      run.scenario, {.programs = side.programs,
                     .launch = launch_,
                     .launch_others = launch_others_,
                     .root = files_.root(run.scenario),
                     .haproxy = haproxy_,
                     .server_folder = files_.server_folder(),
                     .logs = side.ledger.sidecar.logs(run.scenario, run.pass),
                     .tcp = side.ledger.sidecar.tcp_files(run.scenario, run.pass),
                     .capture = side.ledger.sidecar.capture_file(run.scenario, run.pass),
                     .followers = followers(run)});
  files_.clean(run.scenario);
  seen.total_s = to_seconds(steady_clock::now() - start);
  return seen;
}

void Campaign::say(const std::string& sentence) const {
  for (const auto& output : outputs_) output->message(sentence);
}

bool Campaign::end(const std::string& outcome) {
  invocation_.finished = now_iso();
  invocation_.outcome = outcome;
  bool whole = true;
  for (const auto& output : outputs_) {
    try {
      output->end(invocation_);
    } catch (const std::exception& error) {
      gauntlet::say("orchestrator: {}\n", error.what());
      whole = false;
    }
  }
  return whole;
}

}  // namespace gauntlet::orchestrator::sweep
