#include "orchestrator/run/parts/clients.h"

#include <algorithm>

#include "orchestrator/run/command_lines.h"
#include "orchestrator/run/secrets.h"

namespace gauntlet::orchestrator::run::parts {
namespace {

constexpr const char* kClientPool = "client_pool";

}  // namespace

void Clients::start() {
  tell_ready();
  const ClientOutputs outputs{.live = static_cast<bool>(run_.context.followers.on_live),
                              .tcp_samples = run_.context.tcp.of("client"),
                              .capture = run_.context.capture};
  run_.seen.client_argv =
      client_command(run_.context.programs, run_.scenario, run_.endpoint.value(), outputs);
  process_ = parts::start(run_, run_.context.launch, run_.seen.client_argv,
                          run_.context.logs.client, kStatusClientDied, run_.place_of_clients);
  if (process_) run_.programs.push_back({.name = metrics::kClient, .pid = process_->pid()});
}

void Clients::await_report() {
  std::string line;
  const process::Got got = read_report(line);
  if (got == process::Got::kEnd)
    note_end(run_, kClientPool, kStatusClientDied, *process_, "without a report");
  if (got == process::Got::kLate) note_late(run_, "client_pool had not reported");
  if (got == process::Got::kTooLong) note_too_long(run_, kClientPool, kStatusClientDied);
  if (got == process::Got::kInterrupted) run_.seen.interrupted = true;
  if (got == process::Got::kLine)
    parse(run_, line, run_.seen.report, contract::report_from_json, kClientPool, kStatusClientDied);
}

// Who is told looks at the servers itself, which nobody can from outside of their link.
void Clients::tell_ready() const {
  if (!run_.context.followers.on_ready || run_.scenario.link()) return;
  std::vector<HostPorts> pools;
  for (const contract::ReadyLine& ready : ready_lines(run_.seen)) pools.push_back(place_of(ready));
  run_.context.followers.on_ready(pools);
}

// A line that cannot be read is left out: what counts is the report.
void Clients::tell_live(const std::string& line) const {
  if (!run_.context.followers.on_live) return;
  try {
    contract::LiveLine live = contract::live_from_json(nlohmann::json::parse(line, nullptr, false));
    for (contract::RecentRequest& recent : live.recent)
      recent.request = without_secrets(recent.request, run_.seen.secrets);
    run_.context.followers.on_live(live);
  } catch (const Error&) {
  }
}

// Does what is due while it waits.
process::Got Clients::read_report(std::string& line) {
  for (;;) {
    const process::SteadyTime due = std::min(events_.next().value_or(run_.deadline), run_.deadline);
    const process::Got got = process_->read_line(line, due);
    if (got == process::Got::kLine && contract::is_live_line(line)) {
      tell_live(line);
      continue;
    }
    if (got != process::Got::kLate || due == run_.deadline) return got;
    events_.act();
  }
}

void Clients::stop() {
  if (!process_) return;
  if (run_.seen.report) {
    process_->ignore_interrupts();
    const auto status = process_->wait(std::chrono::steady_clock::now() + kMargin);
    if (!status)
      note_trouble(run_.seen, kStatusLate, "client_pool did not end after its report");
    else if (status->signal != 0 || status->code > static_cast<int>(ExitCode::kUnable))
      note_trouble(run_.seen, kStatusClientDied,
                   "client_pool " + to_string(*status) + " after its report");
  }
  process_->kill();
}

}  // namespace gauntlet::orchestrator::run::parts
