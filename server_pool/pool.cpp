#include "server_pool/pool.h"

#include <fmt/format.h>
#include <poll.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/process.h"
#include "server_pool/clock.h"
#include "server_pool/counters.h"
#include "server_pool/crew.h"
#include "server_pool/memory_folder.h"
#include "server_pool/store.h"
#include "server_pool/supervision.h"
#include "server_pool/triggers.h"

namespace gauntlet::server_pool {
namespace {

constexpr auto kStartLimit = std::chrono::seconds(30);  // until every worker is ready
constexpr auto kStopMargin = std::chrono::seconds(2);   // beyond the grace

void start_log(const std::string& level) {
  auto log = spdlog::stderr_logger_mt("server_pool");
  log->set_pattern("%Y-%m-%d %H:%M:%S.%e %l server_pool[%P] %v");
  log->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(std::move(log));
}

void write_line(const nlohmann::json& line) {
  fmt::print("{}\n", line.dump());
  if (std::fflush(stdout) != 0) throw_errno("cannot write to stdout");
}

class Pool {
 public:
  explicit Pool(const ServerOptions& options);
  ExitCode run();

 private:
  void watch();
  void hear(std::size_t worker);
  void bury(std::size_t worker);
  void restart_due();
  void announce_when_ready();
  std::string late_workers() const;
  SteadyTime next_deadline() const;
  bool poll_until(SteadyTime deadline);

  void stop();
  void write_stopped_line();
  bool anything_runs() const;

  const ServerOptions& options_;
  StopTriggers triggers_;
  std::optional<MemoryFolder> memory_;
  Store store_;
  Counters counters_;
  Crew crew_;
  Supervision supervision_;
  std::vector<std::optional<SteadyTime>> restart_at_;  // of each worker that is to be restarted
  std::optional<SteadyTime> ready_at_;                 // when the ready line was written
  SteadyTime start_limit_ = steady_now() + kStartLimit;
  std::string reason_;    // not empty: stop
  bool gave_up_ = false;  // for this reason, which is an error
};

std::optional<MemoryFolder> make_memory_folder(const ServerOptions& options) {
  if (options.store != StoreKind::kMemory) return std::nullopt;
  return std::optional<MemoryFolder>(std::in_place, options.store_size);
}

Pool::Pool(const ServerOptions& options)
    : options_(options),
      triggers_(options.exit_with_parent),
      memory_(make_memory_folder(options)),
      store_(options.root, memory_ ? memory_->path() : "", options.store),
      counters_(options.pool),
      crew_(options, store_, counters_),
      supervision_(options.pool),
      restart_at_(options.pool) {}

ExitCode Pool::run() {
  store_.sweep();
  for (std::size_t i = 0; i < crew_.size(); ++i) crew_.start(i);
  while (reason_.empty()) watch();
  stop();
  if (ready_at_) write_stopped_line();
  if (gave_up_) throw Error(reason_, ExitCode::kUnable);
  return ExitCode::kOk;
}

// --- while it runs ---

void Pool::watch() {
  poll_until(next_deadline());
  restart_due();
  if (!ready_at_) announce_when_ready();
}

// Waits for news or the deadline, and takes in the news. False: the deadline has come.
bool Pool::poll_until(SteadyTime deadline) {
  const auto triggers = triggers_.waiting();
  std::vector<pollfd> waiting(triggers.begin(), triggers.end());
  for (std::size_t i = 0; i < crew_.size(); ++i)
    waiting.push_back({crew_.control_of(i), POLLIN, 0});
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_now()).count();
  const int timeout = static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30));
  const int ready = ::poll(waiting.data(), waiting.size(), timeout);
  if (ready < 0 && errno != EINTR) throw_errno("cannot wait for the workers");
  if (ready <= 0) return steady_now() < deadline;
  auto polled = triggers;
  std::copy_n(waiting.begin(), polled.size(), polled.begin());
  const std::string reason = triggers_.fired(polled);
  if (reason_.empty()) reason_ = reason;
  for (std::size_t i = 0; i < crew_.size(); ++i)
    if (waiting[polled.size() + i].revents != 0) hear(i);
  return true;
}

void Pool::hear(std::size_t worker) {
  if (crew_.hear(worker) == Crew::News::kEnded && reason_.empty()) bury(worker);
}

// A worker has ended that was not told to.
void Pool::bury(std::size_t worker) {
  if (options_.mode == Mode::kThread) {
    reason_ = fmt::format("worker {} failed: {}", worker, crew_.end_of(worker));
    gave_up_ = true;
    return;
  }
  spdlog::error("worker {} {}", worker, crew_.end_of(worker));
  const Verdict verdict = supervision_.died(worker, crew_.started(worker), steady_now());
  if (!verdict.give_up) {
    restart_at_[worker] = verdict.restart_at;
    return;
  }
  gave_up_ = true;
  reason_ =
      fmt::format("worker {} died {} times in a row soon after its start; the last time it {}",
                  worker, supervision_.rules().early_deaths, crew_.end_of(worker));
}

void Pool::restart_due() {
  for (std::size_t i = 0; i < restart_at_.size() && reason_.empty(); ++i) {
    if (!restart_at_[i] || *restart_at_[i] > steady_now()) continue;
    restart_at_[i].reset();
    store_.sweep();
    counters_[i].restarts.add(1);
    spdlog::warn("worker {} is started again, for the {}. time", i, counters_[i].restarts.get());
    crew_.start(i);
  }
}

void Pool::announce_when_ready() {
  const std::string late = late_workers();
  if (late.empty()) {
    ready_at_ = steady_now();
    spdlog::info("{} workers serve '{}' ({} mode)", crew_.size(), options_.root,
                 name_of(options_.mode));
    write_line(metrics::to_json(
        metrics::ReadyLine{.pid = ::getpid(),
                           .mode = name_of(options_.mode),
                           .host = options_.host,
                           .ports = crew_.ports(),
                           .root = std::filesystem::canonical(options_.root).string()}));
  } else if (steady_now() >= start_limit_ && reason_.empty()) {
    gave_up_ = true;
    reason_ = fmt::format("not every worker was ready within {}; late: {}",
                          format_duration(kStartLimit), late);
  }
}

std::string Pool::late_workers() const {
  std::string late;
  for (std::size_t i = 0; i < crew_.size(); ++i)
    if (!crew_.is_ready(i)) late += fmt::format("{}worker {}", late.empty() ? "" : ", ", i);
  return late;
}

SteadyTime Pool::next_deadline() const {
  SteadyTime next = ready_at_ ? steady_now() + std::chrono::hours(1) : start_limit_;
  for (const auto& restart : restart_at_)
    if (restart) next = std::min(next, *restart);
  return next;
}

// --- the end ---

void Pool::stop() {
  spdlog::info("stopping: {}", reason_);
  crew_.tell_to_stop();
  const SteadyTime deadline = steady_now() + options_.grace + kStopMargin;
  while (anything_runs() && steady_now() < deadline) poll_until(deadline);
  for (std::size_t i = 0; i < crew_.size(); ++i) {
    if (!crew_.is_running(i)) continue;
    spdlog::error("worker {} did not stop in time", i);
    if (crew_.kill(i)) continue;
    if (ready_at_) write_stopped_line();
    std::_Exit(static_cast<int>(ExitCode::kUnable));  // a thread that hangs cannot be waited for
  }
}

bool Pool::anything_runs() const {
  for (std::size_t i = 0; i < crew_.size(); ++i)
    if (crew_.is_running(i)) return true;
  return false;
}

void Pool::write_stopped_line() {
  metrics::StoppedLine line{.pid = ::getpid(),
                            .mode = name_of(options_.mode),
                            .duration_s = to_seconds(steady_now() - *ready_at_),
                            .reason = reason_,
                            .peak_rss_bytes = crew_.peak_rss_bytes()};
  for (std::size_t i = 0; i < crew_.size(); ++i) line.workers.push_back(crew_.report(i));
  write_line(metrics::to_json(line));
  spdlog::info("stopped");
}

}  // namespace

ExitCode run_pool(const ServerOptions& options) {
  start_log(options.log_level);
  raise_descriptor_limit();
  return Pool(options).run();
}

}  // namespace gauntlet::server_pool
