// What client_pool --json writes, its one line, as it is read.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "contract/totals.h"
#include "metrics/histogram.h"

namespace gauntlet::contract {

// One figure per client, spread over the clients. Nothing when no client has one.
struct Spread {
  double min = 0;
  double median = 0;
  double max = 0;
};

// A confidence interval.
struct Interval {
  double low = 0;
  double high = 0;
};

struct TargetReport {
  std::string target{};  // host:port
  std::uint64_t requests = 0;
  std::uint64_t failed_requests = 0;
  std::uint64_t bytes = 0;
  std::uint64_t connections = 0;  // that stood, the warm-up included
  std::uint64_t refused = 0;      // that could not be made, the warm-up included
  std::optional<double> avg_time_s{};
  std::optional<double> max_time_s{};
};

// From such a part of the asked rate on, an open loop counts as having kept it.
inline constexpr double kLeastOfRate = 0.99;

// How an open loop kept to its planned send times.
struct ScheduleReport {
  double asked_rate = 0;     // requests/s over all clients
  double achieved_rate = 0;  // of sending; what chance adds to random gaps is taken out
  bool missed = false;       // the clients could not keep it
  std::string why{};         // when missed: one sentence, with the figures and what to change

  bool kept_rate() const { return achieved_rate >= kLeastOfRate * asked_rate; }
};

// The clients' connections, from their beginning to their end, warm-up included. Counters are
// sums; rtt and delivery rate are means of samples: of every connection at its end, and of some of
// the open ones every 100 ms. All but the rtt tell of what the clients sent.
struct TcpReport {
  std::uint64_t connections = 0;
  std::uint64_t segments = 0;     // with data, retransmissions included
  std::uint64_t retransmits = 0;  // segments sent again
  std::optional<double> rtt_mean_us{};
  std::optional<double> delivery_rate_Bps{};
  double busy_s = 0;                         // data was under way or waited to be sent
  double rwnd_limited_s = 0;                 // of that: held back by the receiver's window
  double sndbuf_limited_s = 0;               // of that: held back by the size of the send buffer
  std::optional<std::uint64_t> least_mss{};  // of all connections: the most data of a segment
};

// client_pool --json. A request is counted once, as succeeded (in `requests`, `bytes` and
// `latency`) or as failed (in `failed_requests` and `errors`). What was asked during the warm-up is
// in `warmup_requests` and in no other figure but cpu_s, peak_rss_bytes and tcp. Times count from
// the end of the warm-up.
struct ClientReport {
  // What adds up, from which all that follows was computed (derive.h). Nothing in the line of a
  // program that does not write it, whose figures are taken as it says them.
  std::optional<Totals> totals{};

  std::string mode{};       // thread or process
  std::string operation{};  // a name of contract/operations.h
  std::string protocol{};   // http or line
  double volume = 0;        // MiB
  std::uint64_t client_pool = 0;
  std::uint64_t workers = 0;
  int pid = 0;
  std::vector<int> pids{};  // of the worker processes; none in thread mode
  std::string verified{};   // digest, length or none: the weakest check that any answer got

  std::uint64_t success = 0;  // clients all of whose requests succeeded
  std::uint64_t fail = 0;     // clients with a failed request
  std::uint64_t warmup_requests = 0;
  std::uint64_t rejected =
      0;                      // requests that the server had no room for; not among the failed ones
  std::uint64_t retries = 0;  // how often a request was sent once more because it had failed
  std::uint64_t requests = 0;
  std::uint64_t failed_requests = 0;
  std::uint64_t bytes = 0;  // of bodies, received or sent; of delete none
  double duration_s = 0;    // from the first client's start to the last one's end

  // The steady span: from when all clients were active until the first was done; 0 and two equal
  // times when there was no such span.
  double steady_s = 0;
  std::int64_t steady_begin_ns = 0;  // of CLOCK_MONOTONIC, which is the steady clock
  std::int64_t steady_end_ns = 0;
  double steady_requests = 0;  // within it; of a request that reaches beyond, the part within
  double steady_bytes = 0;     // within it

  std::map<std::string, std::uint64_t> errors{};  // by kind: refused, reset, timeout, ...
  // The HTTP answers among those of kind status: "404 Not Found", ... Left out of the line
  // where there are none.
  std::map<std::string, std::uint64_t> statuses{};
  std::string first_error{};                  // one sentence, for people; empty without errors
  std::optional<Spread> client_mean_s{};      // mean response time of each client
  std::optional<Spread> client_done_s{};      // when each client was done, from the start on
  std::optional<Interval> mean_interval_s{};  // 95%, of the mean response time
  std::vector<TargetReport> targets{};
  std::optional<ScheduleReport> schedule{};  // of an open loop
  std::optional<FilesReport> files{};        // of delete
  std::optional<UploadsReport> uploads{};    // of upload and delete, unless they are kept
  std::optional<CaptureReport> capture{};    // where one was asked for; else not in the line
  TcpReport tcp{};
  std::optional<std::uint64_t> time_wait{};  // most of the host's connections in TIME_WAIT at a
                                             // time; watched with a connection for each request
  double cpu_s = 0;
  std::uint64_t peak_rss_bytes = 0;  // the largest of the client's processes

  // Of the requests that succeeded.
  metrics::Histogram latency{};  // response times: from when the request was due in an open loop
  metrics::Histogram
      service{};  // from when a client began with it; in a closed loop the same as latency
  metrics::Histogram ttfb{};  // from the request's first byte out to the answer's first byte in
  metrics::Histogram
      connect{};  // of all connections that were made, also for requests that failed then
  metrics::Histogram
      late{};  // open loop: of all requests, how long after it was due each was begun
};

// The failed requests by what went wrong, for people: "404 Not Found: 12, refused: 3"; answers that
// were errors by their status where it is known. Empty when none failed.
std::string describe_errors(const ClientReport& report);

// The histograms' names, in the report and before the names of their percentiles.
struct NamedHistogram {
  const char* name;    // under "histograms"
  const char* prefix;  // "service_" of "service_p50_s"
  metrics::Histogram ClientReport::*histogram;
};
inline constexpr NamedHistogram kHistograms[] = {{"latency", "", &ClientReport::latency},
                                                 {"service", "service_", &ClientReport::service},
                                                 {"ttfb", "ttfb_", &ClientReport::ttfb},
                                                 {"connect", "connect_", &ClientReport::connect},
                                                 {"late", "late_", &ClientReport::late}};

// Spans shorter than this are too short for a rate, and for figures of what was sampled in them.
inline constexpr double kLeastSteadySeconds = 0.2;

// How fast it was. What was not measured is nothing, never 0.
struct Rates {
  std::optional<double> avg_time_s{};  // mean response time
  // The mean bytes of a request / avg_time_s: the rate that one client sees. Nothing where requests
  // do not move their volume (contract/operation.h).
  std::optional<double> throughput_Bps{};
  // What all clients got together: over the steady span, or over the whole duration when the span
  // is shorter than kLeastSteadySeconds.
  std::optional<double> aggregate_Bps{};
  std::optional<double> requests_per_s{};
};
Rates rates_of(const ClientReport& report);

// The percentile keys of a report and their histogram quantiles, in the order of the columns.
struct Percentile {
  const char* name;  // "p50_s"
  metrics::Quantile quantile;
};
inline constexpr Percentile kPercentiles[] = {{"p50_s", metrics::Quantile::kP50},
                                              {"p90_s", metrics::Quantile::kP90},
                                              {"p95_s", metrics::Quantile::kP95},
                                              {"p99_s", metrics::Quantile::kP99},
                                              {"p999_s", metrics::Quantile::kP999}};

// One object, with "event": "report": what adds up under "totals" and "histograms"; all else is for
// people and tools that look at a single report.
nlohmann::json to_json(const ClientReport& report);

// Computes the figures from the totals, whatever the line says they are. Throws Error, which names
// the missing or wrong key.
ClientReport report_from_json(const nlohmann::json& json);

}  // namespace gauntlet::contract
