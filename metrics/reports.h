// The JSON lines by which the programs meet: what server_pool and client_pool write on stdout, and
// what orchestrator reads. Keys are the names of the table's columns where there is one.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "metrics/histogram.h"

namespace gauntlet::metrics {

// server_pool, once every socket listens and every worker runs.
struct ReadyLine {
  int pid = 0;
  std::string mode{};                  // thread or process
  std::string host{};                  // the address that it listens on
  std::vector<std::uint16_t> ports{};  // of worker 0, 1, ...; a single one with kernel balance
  std::string root{};                  // the folder that is served, absolute
};

struct WorkerReport {
  int pid = 0;
  int tid = 0;  // thread mode: the kernel's thread id; process mode: same as pid
  std::uint16_t port = 0;
  std::uint64_t connections = 0;
  std::map<std::string, std::uint64_t>
      requests{};                     // by operation: list, get, upload, delete, other
  std::uint64_t failed_requests = 0;  // answered 4xx or 5xx, or broken off
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  double cpu_s = 0;
  std::optional<std::uint64_t> peak_rss_bytes{};  // process mode: of this worker; else not known
  std::uint64_t restarts = 0;                     // times this worker died and was started again
};

// server_pool, after everything has ended.
struct StoppedLine {
  int pid = 0;
  std::string mode{};
  double duration_s = 0;             // from the ready line on
  std::string reason{};              // "SIGTERM", "SIGINT", "parent ended", or why it gave up
  std::uint64_t peak_rss_bytes = 0;  // the largest of the pool's processes
  std::vector<WorkerReport> workers{};
};

// One figure per client, spread over the clients. Nothing when no client has one.
struct Spread {
  double min = 0;
  double median = 0;
  double max = 0;
};

struct TargetReport {
  std::string target{};  // host:port
  std::uint64_t requests = 0;
  std::uint64_t failed_requests = 0;
  std::uint64_t bytes = 0;
};

// client_pool --json. A request is counted once, as succeeded (in `requests`, `bytes` and
// `latency`) or as failed (in `failed_requests` and `errors`).
struct ClientReport {
  std::string mode{};       // thread or process
  std::string operation{};  // list, get, upload
  std::string protocol{};   // http or line
  double volume = 0;        // MiB
  std::uint64_t client_pool = 0;
  std::uint64_t workers = 0;
  std::string verified{};  // digest, length or none: the weakest check that any answer got

  std::uint64_t success = 0;  // clients all of whose requests succeeded
  std::uint64_t fail = 0;     // clients with a failed request
  std::uint64_t requests = 0;
  std::uint64_t failed_requests = 0;
  std::uint64_t bytes = 0;  // of bodies: received (list, get) or sent (upload)
  double duration_s = 0;    // from the first client's start to the last one's end
  std::map<std::string, std::uint64_t> errors{};  // by kind: refused, reset, timeout, ...
  std::string first_error{};                      // one sentence, for people; empty without errors
  std::optional<Spread> client_mean_s{};          // mean response time of each client
  std::optional<Spread> client_done_s{};          // when each client was done, from the start on
  std::vector<TargetReport> targets{};
  double cpu_s = 0;
  std::uint64_t peak_rss_bytes = 0;  // the largest of the client's processes
  Histogram latency{};               // response times of the requests that succeeded
};

// Figures derived from a report. What was not measured is nothing, never 0.
struct Derived {
  std::optional<double> avg_time_s{};      // mean response time
  std::optional<double> throughput_Bps{};  // volume / avg_time_s: the rate that one client sees
  std::optional<double> aggregate_Bps{};   // bytes / duration_s: what all clients got together
  std::optional<double> requests_per_s{};
};
Derived derive(const ClientReport& report);

// Each to_json gives one object, with "event": "ready", "stopped" or "report". The report carries
// the derived figures and the percentiles too, and the histogram under "histograms"."latency".
nlohmann::json to_json(const ReadyLine& line);
nlohmann::json to_json(const StoppedLine& line);
nlohmann::json to_json(const ClientReport& report);

// Throw Error, which names the missing or wrong key.
ReadyLine ready_from_json(const nlohmann::json& json);
StoppedLine stopped_from_json(const nlohmann::json& json);
ClientReport report_from_json(const nlohmann::json& json);

// The percentile keys of a report and their histogram quantiles, in the order of the columns.
struct Percentile {
  const char* name;  // "p50_s"
  Quantile quantile;
};
inline constexpr Percentile kPercentiles[] = {{"p50_s", Quantile::kP50},
                                              {"p90_s", Quantile::kP90},
                                              {"p95_s", Quantile::kP95},
                                              {"p99_s", Quantile::kP99},
                                              {"p999_s", Quantile::kP999}};

}  // namespace gauntlet::metrics
