// server_pool and client_pool that follow a script, in the place of real processes.
#pragma once

#include <csignal>
#include <deque>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "contract/reports.h"
#include "orchestrator/process/process.h"

namespace gauntlet::orchestrator::run {

// How a program behaves. It gives its lines in their order, then kEnd. A line that is late stays
// so.
struct Script {
  std::deque<std::pair<process::Got, std::string>> lines{};
  int pid = 0;
  bool runs_until_stopped = false;        // else it has ended when its lines are read
  bool stops = true;                      // when told to
  process::ExitStatus status{.code = 0};  // with which it ends
  std::string log{};                      // on stderr
  bool starts = true;
};

class FakeProcess final : public process::Process {
 public:
  FakeProcess(Script script, std::vector<int>& signals)
      : script_(std::move(script)), signals_(signals) {}

  int pid() const override { return script_.pid; }

  process::Got read_line(std::string& line, process::SteadyTime) override {
    if (script_.lines.empty()) return process::Got::kEnd;
    const auto [got, text] = script_.lines.front();
    if (got == process::Got::kLate) return got;
    script_.lines.pop_front();
    line = text;
    return got;
  }

  void send_signal(int signal) override {
    signals_.push_back(signal);
    stopped_ = script_.stops;
  }

  void send_to_group(int signal) override { signals_.push_back(signal); }

  void ignore_interrupts() override {}

  std::optional<process::ExitStatus> wait(process::SteadyTime) override {
    const bool ended = script_.runs_until_stopped ? stopped_ : script_.lines.empty();
    return ended ? std::optional(script_.status) : std::nullopt;
  }

  process::ExitStatus kill() override { return script_.status; }

 private:
  Script script_;
  std::vector<int>& signals_;
  bool stopped_ = false;
};

inline contract::ReadyLine ready_line() {
  return {.pid = 1, .mode = "thread", .host = "127.0.0.1", .ports = {7001, 7002}, .root = "/x"};
}

inline contract::StoppedLine stopped_line() {
  contract::StoppedLine line{.pid = 1, .mode = "thread", .reason = "SIGTERM"};
  line.peak_rss_bytes = 5'000'000;
  line.peak_reserved_bytes = 262'144;
  line.workers = {{.pid = 1,
                   .port = 7001,
                   .requests = {{"get", 2}},
                   .cpu_s = 0.25,
                   .admitted = 2,
                   .rejected = 0,
                   .cache_hits = 1,
                   .cache_misses = 1},
                  {.pid = 1, .port = 7002, .requests = {{"get", 2}}, .cpu_s = 0.5}};
  return line;
}

// Four clients that made one request of 1 MiB each.
inline contract::ClientReport report_line() {
  contract::ClientReport report{.mode = "thread", .operation = "get", .protocol = "http"};
  report.volume = 1;
  report.client_pool = 4;
  report.verified = "digest";
  report.success = 4;
  report.requests = 4;
  report.bytes = 4 * 1024 * 1024;
  report.duration_s = 0.5;
  report.cpu_s = 0.125;
  report.peak_rss_bytes = 6'000'000;
  for (int i = 0; i < 4; ++i) report.latency.record(std::chrono::milliseconds(100));
  return report;
}

template <typename Line>
std::pair<process::Got, std::string> says(const Line& line) {
  return {process::Got::kLine, contract::to_json(line).dump()};
}

inline Script good_server() {
  return {.lines = {says(ready_line()), says(stopped_line())}, .runs_until_stopped = true};
}

inline Script good_client() { return {.lines = {says(report_line())}}; }

// Starts scripts; every next server and client follows the next script, then good ones.
struct FakePrograms {
  std::deque<Script> servers{};
  std::deque<Script> clients{};
  std::vector<std::vector<std::string>> started{};  // command lines
  std::vector<int> signals{};                       // that were sent

  process::Launcher launcher() {
    return [this](const std::vector<std::string>& argv, const std::string& log,
                  const process::Place&) {
      started.push_back(argv);
      const bool server = argv[0] == "server_pool";
      Script script = server ? next(servers, good_server()) : next(clients, good_client());
      std::ofstream(log, std::ios::app) << script.log;
      if (!script.starts) throw Error("cannot run '" + argv[0] + "'", ExitCode::kUnable);
      return std::make_unique<FakeProcess>(std::move(script), signals);
    };
  }

 private:
  static Script next(std::deque<Script>& scripts, Script otherwise) {
    if (scripts.empty()) return otherwise;
    Script script = std::move(scripts.front());
    scripts.pop_front();
    return script;
  }
};

}  // namespace gauntlet::orchestrator::run
