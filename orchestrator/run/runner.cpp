#include "orchestrator/run/runner.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <deque>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/utf8.h"
#include "orchestrator/run/file_cache.h"
#include "orchestrator/run/files.h"

namespace gauntlet::orchestrator::run {
namespace {

using metrics::ReadyLine;
using std::chrono::steady_clock;

// What a program may take beyond what a scenario allows: to be loaded, to say its last line.
constexpr std::chrono::seconds kMargin{10};

// The last lines of a log on one line, each cut where it is long. Of a log that is long itself only
// the end is read, which may begin within a line.
std::string last_lines(const std::string& file) {
  constexpr std::size_t kLines = 3;
  constexpr std::size_t kLongest = 200;
  constexpr std::streamoff kMostRead = 64 * 1024;
  std::ifstream log(file, std::ios::binary | std::ios::ate);
  log.seekg(std::max<std::streamoff>(0, static_cast<std::streamoff>(log.tellg()) - kMostRead));
  std::deque<std::string> lines;
  for (std::string line; std::getline(log, line);) {
    lines.push_back(printable(shortened_to(line, kLongest)));
    if (lines.size() > kLines) lines.pop_front();
  }
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : " | ") + line;
  return text;
}

// Does the steps of one scenario, each only when those before it went well.
class Run {
 public:
  Run(const matrix::Scenario& scenario, const Programs& programs, const std::filesystem::path& root,
      const LogFiles& logs, const process::Launcher& launch, const Sampler& sampler)
      : scenario_(scenario),
        programs_(programs),
        root_(root),
        logs_(logs),
        launch_(launch),
        sampler_(sampler) {}

  Observed observe() {
    seen_.timestamp = timestamp_iso(std::chrono::system_clock::now());
    prepare_file();
    deadline_ = steady_clock::now() + scenario_.duration("scenario_timeout");
    start_server();
    if (server_) await_ready();
    if (seen_.ready && going_on()) start_client();
    if (client_) await_report();
    // Both end at the same time, since each takes some milliseconds.
    if (server_) tell_server_to_stop();
    if (client_) await_client_end();
    if (server_) await_server_end();
    read_logs();
    return std::move(seen_);
  }

 private:
  bool going_on() const { return !seen_.trouble && !seen_.interrupted; }

  void prepare_file() {
    if (scenario_.operation().files == contract::Files::kOne)
      seen_.cache_problem =
          set_file_cache(requested_file(root_, scenario_), scenario_.text("file_cache"));
  }

  void start_server() {
    seen_.server_argv = server_command(programs_, scenario_, root_);
    server_ = start(seen_.server_argv, logs_.server, kStatusServerDied);
  }

  void start_client() {
    seen_.client_argv = client_command(programs_, scenario_, *seen_.ready);
    client_ = start(seen_.client_argv, logs_.client, kStatusClientDied);
  }

  std::unique_ptr<process::Process> start(const std::vector<std::string>& argv,
                                          const std::string& log, const char* status) {
    try {
      return launch_(argv, log);
    } catch (const Error& error) {
      note_trouble(seen_, status, error.what());
      return nullptr;
    }
  }

  void await_ready() {
    std::string line;
    const process::Got got = server_->read_line(line, deadline_);
    if (got == process::Got::kEnd)
      note_end("server_pool", kStatusServerDied, *server_, "before it was ready");
    if (got == process::Got::kLate) note_late("server_pool was not ready");
    if (got == process::Got::kTooLong) note_too_long("server_pool", kStatusServerDied);
    if (got == process::Got::kInterrupted) seen_.interrupted = true;
    if (got == process::Got::kLine)
      parse(line, seen_.ready, metrics::ready_from_json, "server_pool", kStatusServerDied);
  }

  void await_report() {
    std::string line;
    Sampling sampling(sampler_, scenario_.duration("sample_interval"));
    const process::Got got = sampling.read_line(*server_, *client_, line, deadline_);
    seen_.samples = sampling.take();
    if (got == process::Got::kEnd)
      note_end("client_pool", kStatusClientDied, *client_, "without a report");
    if (got == process::Got::kLate) note_late("client_pool had not reported");
    if (got == process::Got::kTooLong) note_too_long("client_pool", kStatusClientDied);
    if (got == process::Got::kInterrupted) seen_.interrupted = true;
    if (got == process::Got::kLine)
      parse(line, seen_.report, metrics::report_from_json, "client_pool", kStatusClientDied);
  }

  void tell_server_to_stop() {
    server_->ignore_interrupts();
    server_ended_early_ = server_->wait(steady_clock::now()).has_value();
    server_->send_signal(SIGTERM);
  }

  void await_client_end() {
    if (seen_.report) {
      client_->ignore_interrupts();
      const auto status = client_->wait(steady_clock::now() + kMargin);
      if (!status)
        note_trouble(seen_, kStatusLate, "client_pool did not end after its report");
      else if (status->signal != 0 || status->code > static_cast<int>(ExitCode::kUnable))
        note_trouble(seen_, kStatusClientDied,
                     "client_pool " + to_string(*status) + " after its report");
    }
    client_->kill();
  }

  void await_server_end() {
    const auto allowed = scenario_.duration("grace") + kMargin;
    const process::SteadyTime deadline = steady_clock::now() + allowed;
    std::string line;
    const process::Got got = server_->read_line(line, deadline);
    if (got == process::Got::kTooLong) note_too_long("server_pool", kStatusServerDied);
    if (got == process::Got::kLine)
      parse(line, seen_.stopped, metrics::stopped_from_json, "server_pool", kStatusServerDied);
    const auto status =
        got == process::Got::kTooLong ? std::optional(server_->kill()) : server_->wait(deadline);
    if (!status) {
      note_trouble(seen_, kStatusLate,
                   "server_pool did not stop within " + format_duration(allowed));
    } else if (server_ended_early_ || !status->clean() || got != process::Got::kLine) {
      note_trouble(seen_, kStatusServerDied, describe_death(*status));
    }
    server_->kill();
  }

  std::string describe_death(const process::ExitStatus& status) const {
    std::string text =
        fmt::format("server_pool {}{}", to_string(status),
                    server_ended_early_ ? " while it was needed" : " when told to stop");
    if (server_ended_early_ && seen_.stopped && !seen_.stopped->reason.empty())
      text += ": " + seen_.stopped->reason;
    if (seen_.stopped && !seen_.stopped->late_workers.empty())
      text += fmt::format("; not in time: worker {}", fmt::join(seen_.stopped->late_workers, ", "));
    return text;
  }

  void note_end(const char* who, const char* status, process::Process& process, const char* when) {
    const auto ended = process.wait(steady_clock::now() + kMargin);
    note_trouble(seen_, status,
                 ended ? fmt::format("{} {} {}", who, to_string(*ended), when)
                       : fmt::format("{} closed its stdout {}", who, when));
  }

  void note_too_long(const char* who, const char* status) {
    note_trouble(seen_, status,
                 fmt::format("{} printed a line of more than {} on stdout", who,
                             format_bytes(static_cast<double>(process::kLongestLine))));
  }

  void note_late(const char* what) {
    note_trouble(seen_, kStatusLate,
                 fmt::format("{} within {} (scenario_timeout)", what,
                             format_duration(scenario_.duration("scenario_timeout"))));
  }

  template <typename Line>
  void parse(const std::string& text, std::optional<Line>& line,
             Line (*from_json)(const nlohmann::json&), const char* who, const char* status) {
    try {
      line = from_json(nlohmann::json::parse(text, nullptr, false));
    } catch (const Error& error) {
      note_trouble(seen_, status, fmt::format("{}: {}", who, error.what()));
    }
  }

  void read_logs() {
    const bool failed_requests = seen_.report && seen_.report->failed_requests > 0;
    if (!seen_.trouble && !failed_requests) return;
    seen_.server_log = last_lines(logs_.server);
    seen_.client_log = last_lines(logs_.client);
  }

  const matrix::Scenario& scenario_;
  const Programs& programs_;
  const std::filesystem::path& root_;
  const LogFiles& logs_;
  const process::Launcher& launch_;
  const Sampler& sampler_;
  process::SteadyTime deadline_{};
  std::unique_ptr<process::Process> server_{};
  std::unique_ptr<process::Process> client_{};
  bool server_ended_early_ = false;
  Observed seen_{};
};

}  // namespace

Observed run_scenario(const matrix::Scenario& scenario, const Programs& programs,
                      const std::filesystem::path& root, const LogFiles& logs,
                      const process::Launcher& launch, const Sampler& sampler) {
  return Run(scenario, programs, root, logs, launch, sampler).observe();
}

}  // namespace gauntlet::orchestrator::run
