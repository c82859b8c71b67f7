#include "server_pool/pool/crew.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <new>
#include <system_error>

#include "base/error.h"
#include "base/process.h"
#include "server_pool/pool/listeners.h"

namespace gauntlet::server_pool::pool {
namespace {

struct ControlSockets {
  UniqueFd pool{};
  UniqueFd worker{};
};

ControlSockets make_control() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw_errno("cannot start a worker");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// The pool alone decides what a worker does, also when a signal goes to the whole process group.
void leave_signals_to_the_pool() {
  for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGUSR1}) ::signal(signal, SIG_IGN);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

Crew::Crew(const ServerOptions& options, net::Addresses addresses,
           const std::vector<redirects::Mirror>& mirrors, const store::Store& store,
           Counters& counters, const metrics::TcpSamples* tcp_samples)
    : options_(options),
      mirrors_(mirrors),
      store_(store),
      counters_(counters),
      tcp_samples_(tcp_samples) {
  for (Listener& listener : listen(options, std::move(addresses))) {
    Member member;
    member.listener = std::move(listener.socket);
    member.host = std::move(listener.host);
    ports_.push_back(listener.port);
    members_.push_back(std::move(member));
  }
}

Crew::~Crew() {
  tell_to_stop();
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (kill(i)) reap(members_[i]);
    if (members_[i].thread.joinable()) members_[i].thread.join();
  }
}

std::vector<std::uint16_t> Crew::ports() const {
  return options_.balance == Balance::kKernel ? std::vector{ports_.front()} : ports_;
}

std::string Crew::address() const { return members_.front().host; }

// --- starting ---

WorkerTask Crew::task_of(std::size_t worker) const {
  return {.options = options_,
          .store = store_,
          .counters = counters_,
          .mirrors = mirrors_,
          .ports = ports_,
          .index = worker,
          .tcp_samples = tcp_samples_};
}

void Crew::start(std::size_t worker) {
  ControlSockets control = make_control();
  Member& member = members_[worker];
  member.ready = false;
  member.end.clear();
  member.control = std::move(control.pool);
  member.started = std::chrono::steady_clock::now();
  if (forks())
    start_process(worker, std::move(control.worker));
  else
    start_thread(worker, std::move(control.worker));
}

void Crew::start_thread(std::size_t worker, UniqueFd control) {
  Member& member = members_[worker];
  UniqueFd listener(::fcntl(member.listener.get(), F_DUPFD_CLOEXEC, 0));
  if (!listener) throw_errno("cannot start a worker");
  const WorkerTask task = task_of(worker);
  const auto life = [task, &member](UniqueFd mine, UniqueFd sign) {
    try {
      run_worker(task, std::move(mine), sign.get());
    } catch (const std::bad_alloc&) {
      member.failure = "out of memory";  // short enough to need none
    } catch (const std::exception& problem) {
      member.failure = problem.what();
    }
  };
  try {
    member.thread = std::thread(life, std::move(listener), std::move(control));
  } catch (const std::system_error& problem) {
    throw Error(fmt::format("cannot start worker {} as a thread: {}; lower --pool, or raise the "
                            "limits of memory and threads (ulimit -v, -u)",
                            worker, problem.code().message()),
                ExitCode::kUnable);
  }
}

void Crew::start_process(std::size_t worker, UniqueFd control) {
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) throw_errno("cannot start a worker process");
  if (pid == 0) become_worker(worker, control.get(), parent);
  members_[worker].pid = pid;
}

void Crew::become_worker(std::size_t worker, int control, pid_t parent) {
  die_with_parent(parent);
  leave_signals_to_the_pool();
  for (Member& other : members_) {
    other.control.reset();
    if (&other != &members_[worker]) other.listener.reset();
  }
  int code = 0;
  try {
    run_worker(task_of(worker), std::move(members_[worker].listener), control);
  } catch (const std::exception& problem) {
    spdlog::error("worker {}: {}", worker, problem.what());
    code = 1;
  }
  ::_exit(code);  // no destructor of the pool's may run here; closes the control socket
}

// --- ending ---

Crew::News Crew::hear(std::size_t worker) {
  Member& member = members_[worker];
  char sign = 0;
  const ssize_t n = ::recv(member.control.get(), &sign, 1, MSG_DONTWAIT);
  if (n > 0) {
    member.ready = true;
    return News::kReady;
  }
  if (n < 0 && errno == EAGAIN) return News::kNothing;
  reap(member);
  return News::kEnded;
}

void Crew::reap(Member& member) {
  member.control.reset();
  if (member.thread.joinable()) {
    member.thread.join();
    member.end = member.failure;
    return;
  }
  int status = 0;
  rusage used{};
  while (::wait4(member.pid, &status, 0, &used) < 0 && errno == EINTR) {
  }
  const metrics::Usage usage = metrics::to_usage(used);
  member.usage.cpu_s += usage.cpu_s;
  member.usage.peak_rss_bytes = std::max(member.usage.peak_rss_bytes, usage.peak_rss_bytes);
  member.end = describe_end_of(status);
}

void Crew::reopen_logs() {
  for (const Member& member : members_)
    if (member.control) ::send(member.control.get(), &kReopenSign, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Crew::tell_to_stop() {
  for (Member& member : members_) {
    member.listener.reset();
    if (member.control) ::shutdown(member.control.get(), SHUT_WR);
  }
}

bool Crew::kill(std::size_t worker) {
  if (!forks() || !is_running(worker)) return false;
  ::kill(members_[worker].pid, SIGKILL);
  return true;
}

// --- reporting ---

contract::WorkerReport Crew::report(std::size_t worker) const {
  const Member& member = members_[worker];
  const WorkerCounters& counters = counters_[worker];
  contract::WorkerReport report;
  report.pid = static_cast<int>(counters.pid.get());
  report.tid = static_cast<int>(counters.tid.get());
  report.port = ports_[worker];
  report.connections = counters.connections.get();
  report.requests = requests_by_name(counters);
  report.failed_requests = counters.failed_requests.get();
  report.bytes_in = counters.bytes_in.get();
  report.bytes_out = counters.bytes_out.get();
  report.cpu_s = member.usage.cpu_s;
  if (forks()) report.peak_rss_bytes = member.usage.peak_rss_bytes;
  if (!forks())
    report.cpu_s = counters.thread_cpu_ns.get_seconds() + counters.packer_cpu_ns.get_seconds();
  if (options_.memory_limit > 0 || options_.max_clients > 0) {
    report.admitted = counters.admitted.get();
    report.rejected = counters.rejected.get();
  }
  report.slots_taken = counters.slots_taken.get();
  report.slot_s = counters.slot_ns.get_seconds();
  report.queued = counters.queued.get();
  report.queue_s = counters.queue_ns.get_seconds();
  report.full_s = counters.full_ns.get_seconds();
  report.cache_hits = counters.cache_hits.get();
  report.cache_misses = counters.cache_misses.get();
  report.cache_switches = counters.cache_switches.get();
  report.unique_sessions = counters.unique_sessions.get();
  report.lost_access_lines = counters.lost_access_lines.get();
  report.redirects = counters.redirects.get();
  report.top_reports = counters.top_reports.get();
  report.store_s = counters.store_ns.get_seconds();
  report.restarts = counters.restarts.get();
  return report;
}

std::uint64_t Crew::peak_rss_bytes() const {
  std::uint64_t peak = metrics::process_usage().peak_rss_bytes;
  for (const Member& member : members_) peak = std::max(peak, member.usage.peak_rss_bytes);
  return peak;
}

}  // namespace gauntlet::server_pool::pool
