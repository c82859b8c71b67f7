#include "orchestrator/run/parts/own_server.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "orchestrator/process/ends.h"
#include "orchestrator/run/command_lines.h"

namespace gauntlet::orchestrator::run::parts {

using std::chrono::steady_clock;

OwnServer::OwnServer(RunState& run, std::size_t number)
    : run_(run), number_(number), name_(name_of_pool(number)) {
  run_.seen.pools.resize(std::max(run_.seen.pools.size(), number + 1));
}

std::vector<std::string> OwnServer::command() const {
  const RunContext& context = run_.context;
  const std::string tcp =
      context.tcp.of(number_ == 0 ? "server" : fmt::format("mirror{}", number_));
  if (number_ > 0) return mirror_command(context.programs, run_.scenario, context.root, tcp);
  std::vector<HostPorts> mirrors;
  for (std::size_t i = 1; i < run_.seen.pools.size(); ++i)
    mirrors.push_back(place_of(run_.seen.pools[i].ready.value()));
  return server_command(context.programs, run_.scenario, context.root, mirrors, tcp);
}

std::unique_ptr<process::Process> OwnServer::launched(const std::vector<std::string>& argv) const {
  return parts::start(run_, run_.context.launch, argv, run_.context.logs.server, kStatusServerDied,
                      run_.place_of_servers);
}

void OwnServer::start() {
  const std::vector<std::string> argv = command();
  if (number_ == 0) run_.seen.server_argv = argv;
  process_ = launched(argv);
}

void OwnServer::await_ready() {
  if (!process_) return;
  run_.programs.push_back({.name = metrics::kServer, .pid = process_->pid()});
  read_ready_line();
  const std::optional<contract::ReadyLine>& ready = run_.seen.pools[number_].ready;
  if (ready && number_ == 0)
    run_.endpoint = endpoint_of(run_.scenario.text("balance"), ready_lines(run_.seen));
}

void OwnServer::read_ready_line() {
  std::string line;
  const process::Got got = process_->read_line(line, run_.deadline);
  if (got == process::Got::kEnd)
    note_end(run_, name_, kStatusServerDied, *process_, "before it was ready");
  if (got == process::Got::kLate) note_late(run_, name_ + " was not ready");
  if (got == process::Got::kTooLong) note_too_long(run_, name_, kStatusServerDied);
  if (got == process::Got::kInterrupted) run_.seen.interrupted = true;
  std::optional<contract::ReadyLine>& ready = run_.seen.pools[number_].ready;
  if (got == process::Got::kLine)
    parse(run_, line, ready, contract::ready_from_json, name_, kStatusServerDied);
}

void OwnServer::tell_to_stop() {
  if (!process_ || down_) return;
  process_->ignore_interrupts();
  ended_early_ = process_->wait(steady_clock::now()).has_value();
  process_->send_signal(SIGTERM);
}

void OwnServer::stop() {
  if (!process_ || down_) return;
  const auto allowed = run_.scenario.duration("grace") + kMargin;
  const process::SteadyTime deadline = steady_clock::now() + allowed;
  std::string line;
  const process::Got got = process_->read_line(line, deadline);
  if (got == process::Got::kTooLong) note_too_long(run_, name_, kStatusServerDied);
  if (got == process::Got::kLine)
    parse(run_, line, run_.seen.pools[number_].stopped, contract::stopped_from_json, name_,
          kStatusServerDied);
  const auto status =
      got == process::Got::kTooLong ? std::optional(process_->kill()) : process_->wait(deadline);
  if (!status) {
    note_trouble(run_.seen, kStatusLate,
                 name_ + " did not stop within " + format_duration(allowed));
  } else if (ended_early_ || !status->clean() || got != process::Got::kLine) {
    note_trouble(run_.seen, kStatusServerDied, describe_death(*status));
  }
  process_->kill();
}

std::string OwnServer::undergo(const contract::Event& event) {
  using enum contract::Action;
  if (!process_ || (down_ && event.action != kRestart)) return "it does not run";
  if (event.action == kRestart) return restart();
  const int signal = event.action == kKill ? SIGKILL : event.action == kStop ? SIGSTOP : SIGCONT;
  if (event.worker) return signal_worker(*event.worker, signal);
  if (event.action == kKill)
    kill();
  else
    process_->send_to_group(signal);
  return {};
}

// Returns when its workers are gone, too, and with them its ports.
void OwnServer::kill() {
  std::vector<int> pids;
  for (const metrics::ProcessUse& worker : workers()) pids.push_back(worker.pid);
  process::Ends ends(pids);
  process_->kill();
  ends.await(steady_clock::now() + kMargin);
  down_ = true;
  run_.seen.pools[number_].killed = true;
}

// On the ports that it had, which its clients and its front know.
std::string OwnServer::restart() {
  const std::vector<std::uint16_t>& ports = run_.seen.pools[number_].ready->ports;
  for (std::size_t i = 1; i < ports.size(); ++i)
    if (ports[i] != ports[0] + i) return "its ports do not follow each other";
  if (!down_) kill();
  std::vector<std::string> argv = command();
  set_base_port(argv, run_.seen.pools[number_].ready->ports.front());
  process_ = launched(argv);
  if (!process_) return "it could not be started";
  down_ = false;
  read_ready_line();
  return run_.going_on() ? "" : "it did not come up";
}

// Its processes, as they are now; none with mode thread.
std::vector<metrics::ProcessUse> OwnServer::workers() const {
  std::vector<metrics::ProcessUse> processes = metrics::read_processes();
  std::erase_if(processes, [this](const auto& each) { return each.parent != process_->pid(); });
  return processes;
}

std::string OwnServer::signal_worker(std::uint64_t worker, int signal) const {
  const std::string name = contract::worker_process_name(worker);
  for (const metrics::ProcessUse& process : workers())
    if (process.name == name) return ::kill(process.pid, signal) == 0 ? "" : std::strerror(errno);
  return "there is no process of that worker";
}

std::string OwnServer::describe_death(const process::ExitStatus& status) const {
  const std::optional<contract::StoppedLine>& stopped = run_.seen.pools[number_].stopped;
  std::string text = fmt::format("{} {}{}", name_, to_string(status),
                                 ended_early_ ? " while it was needed" : " when told to stop");
  if (ended_early_ && stopped && !stopped->reason.empty()) text += ": " + stopped->reason;
  if (stopped && !stopped->late_workers.empty())
    text += fmt::format("; not in time: worker {}", fmt::join(stopped->late_workers, ", "));
  return text;
}

}  // namespace gauntlet::orchestrator::run::parts
