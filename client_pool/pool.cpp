#include "client_pool/pool.h"

#include <fmt/format.h>
#include <sched.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json_text.h"
#include "base/output.h"
#include "base/output_file.h"
#include "base/process.h"
#include "base/shared_memory.h"
#include "client_pool/advice.h"
#include "client_pool/capture.h"
#include "client_pool/crew.h"
#include "client_pool/found_files.h"
#include "client_pool/make_files.h"
#include "client_pool/ports.h"
#include "client_pool/progress.h"
#include "client_pool/report.h"
#include "client_pool/uploads.h"
#include "contract/derive.h"
#include "contract/operations.h"
#include "net/sockets.h"

namespace gauntlet::client_pool {
namespace {

using Clock = std::chrono::steady_clock;

// The signals that ask for a stop as a readable file descriptor, for as long as this lives.
class StopSignals {
 public:
  StopSignals() {
    const sigset_t wanted = stop_signals();
    ::pthread_sigmask(SIG_BLOCK, &wanted, &before_);
    fd_.reset(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!fd_) throw_errno("cannot watch for signals");
  }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals() {
    take();
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

  int fd() const { return fd_.get(); }
  void take() {
    signalfd_siginfo signal{};
    while (::read(fd_.get(), &signal, sizeof signal) > 0) {
    }
  }

 private:
  sigset_t before_{};
  UniqueFd fd_;
};

// The workers' counters, in memory that forked workers share with the pool.
class LivePage {
 public:
  explicit LivePage(std::size_t count) : memory_(shared_memory(count * sizeof(LiveCounters))) {
    auto* const first = static_cast<LiveCounters*>(memory_.get());
    std::uninitialized_value_construct_n(first, count);
    counters_ = {first, count};
  }

  std::span<LiveCounters> counters() const { return counters_; }

 private:
  std::shared_ptr<void> memory_;
  std::span<LiveCounters> counters_;
};

std::uint64_t usable_cores() {
  cpu_set_t cores;
  if (::sched_getaffinity(0, sizeof cores, &cores) != 0) return 1;
  return static_cast<std::uint64_t>(std::max(1, CPU_COUNT(&cores)));
}

// Every worker has an epoll, timers and sockets of its own beside the clients'.
void check_descriptors(const ClientOptions& options, std::uint64_t workers) {
  constexpr std::uint64_t kPerWorker = 8;
  constexpr std::uint64_t kBase = 32;
  const std::uint64_t limit = raise_descriptor_limit();
  const bool threads = options.mode == Mode::kThread;
  const std::uint64_t clients =
      threads ? options.client_pool : (options.client_pool + workers - 1) / workers;
  const std::uint64_t each = options.save.empty() ? 1 : 2;  // its connection, and its file
  const std::uint64_t needed = clients * each + kPerWorker * workers + kBase;
  if (needed > limit)
    throw Error(
        fmt::format("{} clients need {} open files a process, but the limit is {}; raise it "
                    "(ulimit -Hn), or use --mode process with more --workers",
                    options.client_pool, needed, limit));
}

Plan make_plan(const ClientOptions& options) {
  Plan plan;
  plan.options = options;
  plan.workers = options.workers > 0 ? options.workers : usable_cores();
  plan.workers = std::min(plan.workers, options.client_pool);
  check_descriptors(options, plan.workers);
  const UniqueFd probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  net::set_congestion(probe.get(), options.congestion);
  if (!options.save.empty()) plan.save_folder = open_save_folder(options.save);
  plan.targets = resolve_targets(options);
  plan.redirect_to = resolve_redirect_to(options);
  if (!options.tcp_samples.empty()) plan.tcp_samples.emplace(plan.workers);
  if (contract::leaves_files(*options.operation)) plan.upload_body = make_upload_body(options);
  return plan;
}

contract::FilesReport files_report(const Plan& plan) {
  contract::FilesReport report;
  for (const MadeFiles& files : plan.made_files) {
    report.made += files.count();
    report.ran_out = report.ran_out || files.ran_out();
  }
  return report;
}

bool deletes_uploads(const ClientOptions& options) {
  return contract::leaves_files(*options.operation) && !options.keep_uploads;
}

// Of the clients, whether their uploads may replace what was there; none where all uploads stay.
std::vector<bool> look_for_uploads(const Plan& plan, int interrupt) {
  constexpr std::chrono::seconds kPatience{60};
  const bool deletes = deletes_uploads(plan.options) && !makes_files(plan.options);
  return deletes ? uploads_there(plan, kPatience, interrupt) : std::vector<bool>();
}

bool unpacks_archives(const ClientOptions& options) {
  return options.operation == &contract::kArchive && options.verify != Verify::kNone;
}

// False, and said why, when they could not be written.
bool write_tcp_samples(const Plan& plan, std::int64_t counting_ns) {
  if (!plan.tcp_samples) return true;
  try {
    write_file(metrics::to_csv(plan.tcp_samples->merged(), counting_ns), plan.options.tcp_samples);
    return true;
  } catch (const Error& error) {
    say("client_pool: {}\n", error.what());
    return false;
  }
}

// From now on, where one is asked for. The workers are there, as it has a thread.
std::optional<Capture> begin_capture(const Plan& plan) {
  if (plan.options.capture.empty()) return std::nullopt;
  std::vector<asio::ip::tcp::endpoint> ends;
  for (std::size_t i = 0; i < plan.places(); ++i)
    ends.insert(ends.end(), plan.place(i).endpoints.begin(), plan.place(i).endpoints.end());
  return std::optional<Capture>(std::in_place, plan.options.capture, ends);
}

std::optional<contract::CaptureReport> end_capture(std::optional<Capture>& capture) {
  if (!capture) return std::nullopt;
  contract::CaptureReport report = capture->finish();
  if (!report.problem.empty()) say("client_pool: --capture: {}\n", report.problem);
  return report;
}

// How long the deleting of uploads may take: who interrupts a run wants its end.
Duration patience(const PoolResult& result) {
  return result.interrupted ? std::chrono::seconds(3) : std::chrono::seconds(60);
}

// Tells how it goes until all workers have ended. True when a signal has ended them.
bool follow(Crew& crew, StopSignals& stop, ProgressLine& progress, PortWatch& ports) {
  bool interrupted = false;
  while (crew.busy()) {
    if (crew.listen(stop.fd(), ProgressLine::kInterval)) {
      stop.take();
      interrupted = true;
      crew.stop();
    }
    if (const auto line = crew.take_live()) {
      write_stdout(json_text(to_json(*line)) + "\n");
      flush_stdout();
    }
    progress.show(Clock::now());
    ports.look();
  }
  return interrupted;
}

}  // namespace

PoolResult run_pool(const ClientOptions& options) {
  Plan plan = make_plan(options);
  for (const std::string& hint : advice(plan)) say("client_pool: {}\n", hint);
  StopSignals stop;
  if (makes_files(options)) plan.made_files = make_files(plan, stop.fd());
  if (unpacks_archives(options)) plan.found = find_files(plan, stop.fd());
  const std::vector<bool> there = look_for_uploads(plan, stop.fd());
  LivePage live(plan.workers);
  Crew crew(plan, live.counters());
  crew.hire();
  crew.await_ready();
  std::optional<Capture> capture = begin_capture(plan);

  PoolResult result;
  PortWatch ports(plan);
  Run run{.start = Clock::now(), .pids = crew.pids()};
  crew.start(run.start);
  ProgressLine progress(live.counters(), run.start);
  result.interrupted = follow(crew, stop, progress, ports);
  run.time = Clock::now() - run.start;
  run.time_wait = ports.most();
  auto [totals, uploaded] = crew.finish();
  totals.capture = end_capture(capture);
  complete(totals, plan, run);
  const bool captured = !totals.capture || totals.capture->problem.empty();
  result.whole = write_tcp_samples(plan, totals.counting_ns.value()) && captured;
  if (makes_files(options)) totals.files = files_report(plan);
  if (deletes_uploads(options))
    totals.uploads = makes_files(options)
                         ? delete_made_files(plan, patience(result), stop.fd())
                         : delete_uploads(plan, uploaded, there, patience(result), stop.fd());
  result.reached = totals.connected;
  result.report = contract::derive(std::move(totals));
  return result;
}

ExitCode exit_code(const PoolResult& result) {
  if (result.interrupted) return ExitCode::kInterrupted;
  if (!result.reached) return ExitCode::kUnable;
  return with_output(result.report.fail > 0 ? ExitCode::kFailed : ExitCode::kOk, result.whole);
}

}  // namespace gauntlet::client_pool
