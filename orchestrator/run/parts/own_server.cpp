#include "orchestrator/run/parts/own_server.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <csignal>

#include "orchestrator/matrix/server.h"
#include "orchestrator/run/command_lines.h"

namespace gauntlet::orchestrator::run::parts {

using matrix::kServerPool;
using std::chrono::steady_clock;

void OwnServer::start() {
  run_.seen.server_argv = server_command(run_.context.programs, run_.scenario, run_.context.root);
  process_ = parts::start(run_, run_.context.launch, run_.seen.server_argv,
                          run_.context.logs.server, kStatusServerDied);
}

void OwnServer::await_ready() {
  if (!process_) return;
  run_.programs.push_back({.name = metrics::kServer, .pid = process_->pid()});
  std::string line;
  const process::Got got = process_->read_line(line, run_.deadline);
  if (got == process::Got::kEnd)
    note_end(run_, kServerPool, kStatusServerDied, *process_, "before it was ready");
  if (got == process::Got::kLate) note_late(run_, "server_pool was not ready");
  if (got == process::Got::kTooLong) note_too_long(run_, kServerPool, kStatusServerDied);
  if (got == process::Got::kInterrupted) run_.seen.interrupted = true;
  std::optional<contract::ReadyLine>& ready = run_.seen.ready;
  if (got == process::Got::kLine)
    parse(run_, line, ready, contract::ready_from_json, kServerPool, kStatusServerDied);
  if (ready)
    run_.endpoint =
        Endpoint{.host = ready->host, .ports = fmt::format("{}", fmt::join(ready->ports, ","))};
}

void OwnServer::tell_to_stop() {
  if (!process_) return;
  process_->ignore_interrupts();
  ended_early_ = process_->wait(steady_clock::now()).has_value();
  process_->send_signal(SIGTERM);
}

void OwnServer::stop() {
  if (!process_) return;
  const auto allowed = run_.scenario.duration("grace") + kMargin;
  const process::SteadyTime deadline = steady_clock::now() + allowed;
  std::string line;
  const process::Got got = process_->read_line(line, deadline);
  if (got == process::Got::kTooLong) note_too_long(run_, kServerPool, kStatusServerDied);
  if (got == process::Got::kLine)
    parse(run_, line, run_.seen.stopped, contract::stopped_from_json, kServerPool,
          kStatusServerDied);
  const auto status =
      got == process::Got::kTooLong ? std::optional(process_->kill()) : process_->wait(deadline);
  if (!status) {
    note_trouble(run_.seen, kStatusLate,
                 "server_pool did not stop within " + format_duration(allowed));
  } else if (ended_early_ || !status->clean() || got != process::Got::kLine) {
    note_trouble(run_.seen, kStatusServerDied, describe_death(*status));
  }
  process_->kill();
}

std::string OwnServer::describe_death(const process::ExitStatus& status) const {
  const std::optional<contract::StoppedLine>& stopped = run_.seen.stopped;
  std::string text = fmt::format("server_pool {}{}", to_string(status),
                                 ended_early_ ? " while it was needed" : " when told to stop");
  if (ended_early_ && stopped && !stopped->reason.empty()) text += ": " + stopped->reason;
  if (stopped && !stopped->late_workers.empty())
    text += fmt::format("; not in time: worker {}", fmt::join(stopped->late_workers, ", "));
  return text;
}

}  // namespace gauntlet::orchestrator::run::parts
