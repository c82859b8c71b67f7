#include "server_pool/pool/worker.h"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <optional>
#include <utility>

#include "base/error.h"
#include "contract/reports.h"
#include "metrics/process_stats.h"
#include "net/asio.h"
#include "server_pool/pool/accept.h"
#include "server_pool/redirects/front.h"
#include "server_pool/redirects/health_checks.h"
#include "server_pool/seldom.h"
#include "server_pool/session.h"
#include "server_pool/workspace.h"

namespace gauntlet::server_pool::pool {
namespace {

// How late a deadline may be noticed.
constexpr auto kTick = std::chrono::milliseconds(100);
// Files and listings are kept open, and rendered, and lines of the access log gathered, for so many
// ticks.
constexpr std::uint64_t kSecondTicks = 10;
// When no descriptor is left even to turn clients away.
constexpr auto kAcceptPause = std::chrono::milliseconds(100);

class Worker {
 public:
  Worker(const WorkerTask& task, UniqueFd listener, int control);
  void run();

 private:
  net::Awaitable<void> accept_connections();
  net::Awaitable<void> tick();
  net::Awaitable<void> sample_tcp();
  net::Awaitable<void> await_stop();

  void take_connection(UniqueFd connection);
  void begin_session(net::Socket socket);
  void session_ended(const std::exception_ptr& error);
  bool hear_the_pool();
  void begin_stop();
  void every_second();
  void expire_deadlines(net::SteadyTime now);
  void set_open(std::uint64_t open);

  std::size_t index_;
  Workspace space_;  // outlives io_, whose end destroys the sessions that are left
  asio::io_context io_{net::kOneThread};
  AcceptQueue queue_;
  net::Descriptor listener_;
  net::Descriptor control_;
  net::Timer ticker_;
  net::Timer sampler_;
  net::Timer pause_;
  std::optional<redirects::Front> front_;  // of worker 0 with --balance redirect, as are these
  std::optional<redirects::HealthChecks> checks_;
  std::uint64_t open_ = 0;  // sessions
  std::uint64_t ticks_ = 0;
  bool asleep_ = false;  // the ticker, as long as there is no session
  net::SteadyTime grace_ends_{};
};

UniqueFd duplicate(int fd) {
  UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
  if (!copy) throw_errno("cannot start a worker");
  return copy;
}

Worker::Worker(const WorkerTask& task, UniqueFd listener, int control)
    : index_(task.index),
      space_(task.options, task.store, task.counters, task.index),
      queue_(listener.get()),
      listener_(io_, listener.release()),
      control_(io_, duplicate(control).release()),
      ticker_(io_),
      sampler_(io_),
      pause_(io_) {
  if (task.tcp_samples != nullptr)
    space_.tcp_watch.emplace(task.tcp_samples->of_worker(index_), index_, task.options.pool);
  if (index_ != 0 || task.options.balance != Balance::kRedirect) return;
  space_.front =
      &front_.emplace(task.mirrors, task.options.weights, task.ports, std::as_const(task.counters));
  checks_.emplace(io_, task.mirrors, task.options.check_interval, task.counters);
}

void Worker::run() {
  set_open(0);
  net::spawn(io_, accept_connections(), net::rethrow);
  net::spawn(io_, tick(), net::rethrow);
  if (space_.tcp_watch) net::spawn(io_, sample_tcp(), net::rethrow);
  net::spawn(io_, await_stop(), net::rethrow);
  const char sign = kReadySign;
  if (::send(control_.native_handle(), &sign, 1, MSG_NOSIGNAL) != 1)
    throw_errno("cannot tell the pool that a worker is ready");
  io_.run();
  if (open_ > 0) spdlog::warn("worker {}: the grace is over; {} connections cut", index_, open_);
  set_open(0);
}

void Worker::set_open(std::uint64_t open) {
  open_ = open;
  space_.mine.open_connections.set(open);
}

// --- accepting ---

net::Awaitable<void> Worker::accept_connections() {
  asio::error_code error;
  auto token = asio::redirect_error(net::use_awaitable, error);
  for (;;) {
    co_await listener_.async_wait(net::Descriptor::wait_read, token);
    if (space_.stopping) co_return;
    AcceptQueue::Result next = queue_.take();
    for (; next.kind == AcceptQueue::kSocket; next = queue_.take())
      take_connection(std::move(next.socket));
    if (next.kind == AcceptQueue::kExhausted) {
      pause_.expires_after(kAcceptPause);
      co_await pause_.async_wait(token);
    }
    if (space_.stopping) co_return;
  }
}

// Where there is no memory for one more, that connection is closed, and the others go on.
void Worker::take_connection(UniqueFd connection) {
  space_.mine.connections.add(1);
  try {
    net::Socket socket(io_, queue_.protocol(), connection.get());
    connection.release();
    begin_session(std::move(socket));
  } catch (const std::exception& problem) {
    static Seldom seldom;
    if (seldom.now())
      spdlog::error("worker {}: cannot take a connection: {}", index_, problem.what());
  }
}

void Worker::begin_session(net::Socket socket) {
  set_open(open_ + 1);
  try {
    asio::co_spawn(io_.get_executor(), run_session(std::move(socket), space_),
                   [this](const std::exception_ptr& error) { session_ended(error); });
  } catch (...) {
    set_open(open_ - 1);
    throw;
  }
  if (asleep_) ticker_.cancel();
  if (open_ == 1) sampler_.cancel();
}

void Worker::session_ended(const std::exception_ptr& error) {
  set_open(open_ - 1);
  if (space_.stopping && open_ == 0) {
    ticker_.cancel();
    sampler_.cancel();
  }
  if (!error) return;
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& problem) {
    spdlog::error("worker {}: a session ended unexpectedly: {}", index_, problem.what());
  }
}

// --- time ---

net::Awaitable<void> Worker::tick() {
  asio::error_code error;  // "cancelled" wakes it up early
  auto token = asio::redirect_error(net::use_awaitable, error);
  while (!space_.stopping || open_ > 0) {
    asleep_ = open_ == 0;
    const auto now = std::chrono::steady_clock::now();
    ticker_.expires_at(asleep_ ? net::SteadyTime::max() : now + kTick);
    co_await ticker_.async_wait(token);
    expire_deadlines(std::chrono::steady_clock::now());
    if (open_ == 0 || ++ticks_ % kSecondTicks == 0) every_second();
  }
}

// Sleeps as long as there is no session.
net::Awaitable<void> Worker::sample_tcp() {
  const net::SteadyTime start = std::as_const(space_.counters).started();
  const Duration interval = space_.options.tcp_interval;
  asio::error_code error;
  auto token = asio::redirect_error(net::use_awaitable, error);
  while (!space_.stopping || open_ > 0) {
    const auto passed = std::chrono::steady_clock::now() - start;
    const std::int64_t tick = metrics::next_tick(passed, interval);
    sampler_.expires_at(open_ == 0 ? net::SteadyTime::max() : start + interval * tick);
    co_await sampler_.async_wait(token);
    if (!error) space_.tcp_watch->sample(tick);
  }
}

// Also when the last session has ended, after which the ticker sleeps.
void Worker::every_second() {
  space_.forget_files();
  space_.access_log.flush();
}

void Worker::expire_deadlines(net::SteadyTime now) {
  space_.idle.expire(now);
  space_.head.expire(now);
  space_.progress.expire(now);
  space_.linger.expire(now);
  if (space_.stopping && now >= grace_ends_) io_.stop();
}

// --- stopping ---

net::Awaitable<void> Worker::await_stop() {
  asio::error_code error;
  auto token = asio::redirect_error(net::use_awaitable, error);
  do {
    co_await control_.async_wait(net::Descriptor::wait_read, token);
  } while (!hear_the_pool());
  begin_stop();
}

// Does what the pool says on the control socket. True: the worker is to stop.
bool Worker::hear_the_pool() {
  char sign = 0;
  const ssize_t n = ::recv(control_.native_handle(), &sign, 1, MSG_DONTWAIT);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  if (n <= 0) return true;
  if (sign == kReopenSign) space_.access_log.reopen();
  return false;
}

// From here on, io_ runs out of work as soon as the last session has ended.
void Worker::begin_stop() {
  space_.stopping = true;
  grace_ends_ = std::chrono::steady_clock::now() + space_.options.grace;
  listener_.close();
  control_.close();
  pause_.cancel();
  ticker_.cancel();
  sampler_.cancel();
  if (checks_) checks_->stop();
  space_.idle.expire_all();
}

}  // namespace

void run_worker(const WorkerTask& task, UniqueFd listener, int control) {
  // Of this thread, or of the process that is one.
  ::prctl(PR_SET_NAME, contract::worker_process_name(task.index).c_str());
  WorkerCounters& counters = task.counters[task.index];
  counters.pid.set(static_cast<std::uint64_t>(::getpid()));
  counters.tid.set(static_cast<std::uint64_t>(::gettid()));
  Worker(task, std::move(listener), control).run();
  counters.thread_cpu_ns.set(static_cast<std::uint64_t>(metrics::thread_cpu_s() * 1e9));
}

}  // namespace gauntlet::server_pool::pool
