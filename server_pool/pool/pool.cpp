#include "server_pool/pool/pool.h"

#include <fmt/format.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/json_text.h"
#include "base/output.h"
#include "base/output_file.h"
#include "base/process.h"
#include "base/units.h"
#include "base/utf8.h"
#include "server_pool/access_log/access_log.h"
#include "server_pool/clock.h"
#include "server_pool/counters.h"
#include "server_pool/pool/crew.h"
#include "server_pool/pool/listeners.h"
#include "server_pool/pool/log.h"
#include "server_pool/pool/supervision.h"
#include "server_pool/pool/triggers.h"
#include "server_pool/redirects/mirrors.h"
#include "server_pool/store/memory_folder.h"
#include "server_pool/store/store.h"

namespace gauntlet::server_pool::pool {
namespace {

constexpr auto kStartLimit = std::chrono::seconds(30);  // until every worker is ready
constexpr auto kStopMargin = std::chrono::seconds(2);   // beyond the grace

// False when stdout did not take it.
bool write_line(const nlohmann::json& line) {
  print("{}\n", json_text(line));
  return flush_stdout() == 0;
}

std::string names_of(const std::vector<std::size_t>& workers) {
  std::string names;
  for (const std::size_t worker : workers)
    names += fmt::format("{}worker {}", names.empty() ? "" : ", ", worker);
  return names;
}

class Pool {
 public:
  Pool(const ServerOptions& options, net::Addresses addresses,
       const std::vector<redirects::Mirror>& mirrors);
  ExitCode run();

 private:
  void watch();
  void hear(std::size_t worker);
  void bury(std::size_t worker);
  void restart_due();
  void announce_when_ready();
  void announce();
  std::vector<std::size_t> not_ready() const;
  SteadyTime next_deadline() const;
  void poll_until(SteadyTime deadline);

  void stop();
  void write_stopped_line();
  std::string write_tcp_samples() const;
  bool anything_runs() const;
  void await_end(SteadyTime deadline);
  [[noreturn]] void abandon(const std::string& trouble);

  const ServerOptions& options_;
  Triggers triggers_;
  std::optional<store::MemoryFolder> memory_;
  store::Store store_;
  Counters counters_;
  std::optional<metrics::TcpSamples> tcp_samples_;
  Crew crew_;
  Supervision supervision_;
  std::vector<std::optional<SteadyTime>> restart_at_;  // of each worker that is to be restarted
  std::optional<SteadyTime> ready_at_;                 // when the ready line was written
  SteadyTime start_limit_ = steady_now() + kStartLimit;
  std::string reason_;             // not empty: stop
  bool gave_up_ = false;           // for this reason, which is an error
  std::vector<std::size_t> late_;  // workers that did not stop in time
};

std::optional<store::MemoryFolder> make_memory_folder(const ServerOptions& options) {
  if (options.store != StoreKind::kMemory) return std::nullopt;
  return std::optional<store::MemoryFolder>(std::in_place, options.store_size, options.store_limit);
}

std::optional<metrics::TcpSamples> make_tcp_samples(const ServerOptions& options) {
  if (options.tcp_samples.empty()) return std::nullopt;
  return std::optional<metrics::TcpSamples>(std::in_place, options.pool);
}

Pool::Pool(const ServerOptions& options, net::Addresses addresses,
           const std::vector<redirects::Mirror>& mirrors)
    : options_(options),
      triggers_(options.exit_with_parent),
      memory_(make_memory_folder(options)),
      store_(options.root, memory_ ? memory_->path() : "", options.store,
             memory_ ? memory_->limit() : store::SpaceLimit()),
      counters_(options.pool, mirrors.size(), options.memory_limit, options.max_clients),
      tcp_samples_(make_tcp_samples(options)),
      crew_(options, std::move(addresses), mirrors, store_, counters_,
            tcp_samples_ ? &*tcp_samples_ : nullptr),
      supervision_(options.pool),
      restart_at_(options.pool) {
  counters_.cache_on().set(options.cache ? 1 : 0);
}

ExitCode Pool::run() {
  store_.sweep();
  for (std::size_t i = 0; i < crew_.size(); ++i) crew_.start(i);
  while (reason_.empty()) watch();
  stop();
  store_.sweep();
  const std::string lost = write_tcp_samples();
  if (ready_at_) write_stopped_line();
  std::string trouble = gave_up_ ? reason_ : "";
  if (trouble.empty()) trouble = lost;
  if (trouble.empty() && !late_.empty())
    trouble = fmt::format("did not stop in time: {}", names_of(late_));
  if (anything_runs()) abandon(trouble);
  if (!trouble.empty()) throw Error(trouble, ExitCode::kUnable);
  return ExitCode::kOk;
}

// --- while it runs ---

void Pool::watch() {
  poll_until(next_deadline());
  restart_due();
  if (!ready_at_) announce_when_ready();
}

// Waits for news or the deadline, and takes in the news.
void Pool::poll_until(SteadyTime deadline) {
  const auto triggers = triggers_.waiting();
  std::vector<pollfd> waiting(triggers.begin(), triggers.end());
  for (std::size_t i = 0; i < crew_.size(); ++i)
    waiting.push_back({crew_.control_of(i), POLLIN, 0});
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_now()).count();
  const int timeout = static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30));
  const int ready = ::poll(waiting.data(), waiting.size(), timeout);
  if (ready < 0 && errno != EINTR) throw_errno("cannot wait for the workers");
  auto polled = triggers;
  std::copy_n(waiting.begin(), polled.size(), polled.begin());
  const Fired fired = triggers_.fired(polled);
  if (reason_.empty()) reason_ = fired.stop;
  if (fired.reopen) crew_.reopen_logs();
  for (std::size_t i = 0; i < crew_.size(); ++i)
    if (waiting[polled.size() + i].revents != 0) hear(i);
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
  counters_.memory().give_back_all_of(worker);
  counters_.clients().give_back_all_of(worker);
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
  const std::vector<std::size_t> late = not_ready();
  if (late.empty()) {
    ready_at_ = steady_now();
    spdlog::info("{} '{}' ({} mode)", counted(crew_.size(), "worker serves", "workers serve"),
                 printable(options_.root), name_of(options_.mode));
    announce();
  } else if (steady_now() >= start_limit_ && reason_.empty()) {
    gave_up_ = true;
    reason_ = fmt::format("not every worker was ready within {}; late: {}",
                          format_duration(kStartLimit), names_of(late));
  }
}

void Pool::announce() {
  const contract::ReadyLine line{.pid = ::getpid(),
                                 .mode = name_of(options_.mode),
                                 .host = crew_.address(),
                                 .ports = crew_.ports(),
                                 .root = std::filesystem::canonical(options_.root).string()};
  if (write_line(contract::to_json(line))) return;
  gave_up_ = true;
  reason_ = "nobody could be told on stdout that it is ready";
}

std::vector<std::size_t> Pool::not_ready() const {
  std::vector<std::size_t> workers;
  for (std::size_t i = 0; i < crew_.size(); ++i)
    if (!crew_.is_ready(i)) workers.push_back(i);
  return workers;
}

SteadyTime Pool::next_deadline() const {
  SteadyTime next = ready_at_ ? steady_now() + std::chrono::hours(1) : start_limit_;
  if (triggers_.must_be_asked()) next = std::min(next, steady_now() + std::chrono::seconds(1));
  for (const auto& restart : restart_at_)
    if (restart) next = std::min(next, *restart);
  return next;
}

// --- the end ---

void Pool::stop() {
  spdlog::info("stopping: {}", reason_);
  crew_.tell_to_stop();
  await_end(steady_now() + options_.grace + kStopMargin);
  bool killed = false;
  for (std::size_t i = 0; i < crew_.size(); ++i) {
    if (!crew_.is_running(i)) continue;
    spdlog::error("worker {} did not stop in time", i);
    late_.push_back(i);
    killed = crew_.kill(i) || killed;
  }
  if (killed) await_end(steady_now() + kStopMargin);
}

void Pool::await_end(SteadyTime deadline) {
  while (anything_runs() && steady_now() < deadline) poll_until(deadline);
}

// A thread that hangs cannot be waited for, nor can a process whose disk does not answer.
void Pool::abandon(const std::string& trouble) {
  memory_.reset();
  say("server_pool: {}\n", trouble);
  std::_Exit(static_cast<int>(ExitCode::kUnable));
}

bool Pool::anything_runs() const {
  for (std::size_t i = 0; i < crew_.size(); ++i)
    if (crew_.is_running(i)) return true;
  return false;
}

// Why they are not in their file; empty: they are, or nobody asked.
std::string Pool::write_tcp_samples() const {
  if (!tcp_samples_) return {};
  try {
    const Duration zero = counters_.started().time_since_epoch();
    write_file(metrics::to_csv(tcp_samples_->merged(), zero.count()), options_.tcp_samples);
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

void Pool::write_stopped_line() {
  contract::StoppedLine line{.pid = ::getpid(),
                             .mode = name_of(options_.mode),
                             .duration_s = to_seconds(steady_now() - *ready_at_),
                             .reason = reason_,
                             .peak_rss_bytes = crew_.peak_rss_bytes(),
                             .late_workers = late_,
                             .lost_log_lines = lost_log_lines()};
  if (options_.memory_limit > 0) line.peak_reserved_bytes = counters_.memory().peak();
  for (std::size_t i = 0; i < crew_.size(); ++i) line.workers.push_back(crew_.report(i));
  write_line(contract::to_json(line));
  spdlog::info("stopped");
}

}  // namespace

ExitCode run_pool(const ServerOptions& options) {
  start_log(options.log_level);
  if (!options.access_log.empty()) access_log::check_file(options.access_log);
  raise_descriptor_limit();
  // Before the pool takes the signals, so that they end a look-up that takes long.
  net::Addresses addresses = addresses_of(options.host);
  const auto mirrors = redirects::resolve_mirrors(options.mirrors, options.timeout);
  return Pool(options, std::move(addresses), mirrors).run();
}

}  // namespace gauntlet::server_pool::pool
