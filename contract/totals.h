// What client_pool measured, in a form that adds up: it is what its workers say to their pool, and
// what its report line carries. Whatever follows from it is computed where it is read (derive.h).
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "contract/choices.h"
#include "contract/durations.h"
#include "contract/timeline.h"
#include "metrics/histogram.h"
#include "metrics/tcp_info.h"

namespace gauntlet::contract {

// What the clients were asked to do. Where two that are merged differ, it is "mixed".
struct Load {
  std::string mode{};          // thread or process
  std::string operation{};     // its name
  std::string protocol{};      // http or line
  double volume = 0;           // MiB
  bool volume_is_told = true;  // else what came says it: of a file that the user named

  friend bool operator==(const Load&, const Load&) = default;
};

// Of one target.
struct TargetTotals {
  std::uint64_t requests = 0;  // that succeeded
  std::uint64_t failed_requests = 0;
  std::uint64_t bytes = 0;
  Duration latency{};             // sum of the response times of those that succeeded
  Duration slowest{};             // of these
  std::uint64_t connections = 0;  // that stood, the warm-up included
  std::uint64_t refused = 0;      // that could not be made, the warm-up included

  void merge(const TargetTotals& other);
  friend bool operator==(const TargetTotals&, const TargetTotals&) = default;
};

// Of the clients; a figure for each is kept where a median is taken of them. Times are since the
// end of the warm-up.
struct ClientTotals {
  // All their requests succeeded, or some and the others were turned away.
  std::uint64_t success = 0;
  std::uint64_t fail = 0;                 // with a failed request
  std::uint64_t idle = 0;                 // that never could take a request
  std::uint64_t undone = 0;               // that were interrupted
  std::optional<Duration> last_active{};  // when the last of them could take one
  Durations means{};                      // mean response time, of each with a good answer
  Durations done{};                       // when each that was not interrupted was done

  void merge(const ClientTotals& other);
  friend bool operator==(const ClientTotals&, const ClientTotals&) = default;
};

// A rate in billionths of a request/s: rates add up exactly when they are whole numbers.
std::uint64_t to_nano_rate(double requests_per_s);
double from_nano_rate(std::uint64_t nano_rate);

// How an open loop went. Times are since the end of the warm-up.
struct ScheduleTotals {
  std::uint64_t nano_rate = 0;  // asked for; 0: a closed loop
  std::uint64_t planned = 0;    // requests
  std::uint64_t begun = 0;      // of these
  Duration last_begun{};        // when the last of them was
  Duration end{};               // of the schedule; 0: it was interrupted

  void merge(const ScheduleTotals& other);
  friend bool operator==(const ScheduleTotals&, const ScheduleTotals&) = default;
};

// What became of the files that uploads made on the server, after all was measured.
struct UploadsReport {
  std::uint64_t deleted = 0;
  std::uint64_t left = 0;
  std::string why{};  // some were left; for people

  friend bool operator==(const UploadsReport&, const UploadsReport&) = default;
};

// The files that client_pool made before it measured, for an operation that uses them up.
struct FilesReport {
  std::uint64_t made = 0;
  bool ran_out = false;  // clients ended because none was left

  friend bool operator==(const FilesReport&, const FilesReport&) = default;
};

// The capture of packets that was asked for.
struct CaptureReport {
  std::string interface {};
  std::uint64_t packets = 0;  // in the file
  // That the kernel saw and could not keep, or the interface; over loopback, where each passes
  // twice, up to twice as many.
  std::uint64_t dropped = 0;
  std::string problem{};  // why there is none, or none that is whole; for people

  friend bool operator==(const CaptureReport&, const CaptureReport&) = default;
};

// What is measured as durations. Of the requests that succeeded, where nothing else is said.
struct Histograms {
  metrics::Histogram latency{};  // from when the request was due in an open loop
  metrics::Histogram service{};  // from when a client began with it
  metrics::Histogram ttfb{};     // from the request's first byte out to the answer's first byte in
  metrics::Histogram connect{};  // of all connections that were made
  metrics::Histogram late{};     // of all requests of an open loop

  void merge(const Histograms& other);
  friend bool operator==(const Histograms&, const Histograms&) = default;
};

// When the first failure was, and what.
struct FirstError {
  Duration at{};  // since the end of the warm-up
  std::string what{};

  friend bool operator==(const FirstError&, const FirstError&) = default;
};

// A request is counted once, as succeeded, as failed or as rejected. What was asked during the
// warm-up is in warmup_requests and in no other figure but cpu_us, peak_rss_bytes and tcp.
struct Totals {
  std::optional<Load> load{};
  std::uint64_t client_pool = 0;
  std::uint64_t workers = 0;
  int pid = 0;              // of several: the smallest
  std::vector<int> pids{};  // of the worker processes, in rising order; none in thread mode
  bool connected = false;   // any connection stood, ever

  // Of CLOCK_MONOTONIC: the end of the warm-up. Of several: the earliest, which means something
  // where they ran on one machine.
  std::optional<std::int64_t> counting_ns{};
  Duration ran{};  // of the whole run since then; it counts where clients were interrupted

  Verify verified = Verify::kDigest;  // the weakest check of a good answer
  std::uint64_t warmup_requests = 0;
  std::uint64_t rejected =
      0;                      // requests that the server had no room for; not among the failed ones
  std::uint64_t retries = 0;  // how often a request was sent once more because it had failed
  std::map<std::string, TargetTotals> targets{};    // by host:port
  std::map<std::string, std::uint64_t> errors{};    // failed requests by kind: refused, reset, ...
  std::map<std::string, std::uint64_t> statuses{};  // those of kind status: "404 Not Found", ...
  std::optional<FirstError> first_error{};
  Histograms times{};
  Timeline timeline{};  // since the end of the warm-up
  ClientTotals clients{};
  ScheduleTotals schedule{};
  metrics::TcpTotals tcp{};
  std::optional<UploadsReport> uploads{};    // of upload, unless they are kept
  std::optional<FilesReport> files{};        // of an operation that uses files up
  std::optional<CaptureReport> capture{};    // where one was asked for
  std::optional<std::uint64_t> time_wait{};  // most of a host's connections in TIME_WAIT at a time
  std::uint64_t cpu_us = 0;
  std::uint64_t peak_rss_bytes = 0;  // the largest of the client's processes

  // Exact, and the same in whatever order parts are merged. The clients of both are taken to have
  // started at the same time.
  void merge(const Totals& other);
  friend bool operator==(const Totals&, const Totals&) = default;
};

// {"totals":{"version":1,..},"histograms":{"latency":{..},..}}: two keys of the report line.
nlohmann::json to_json(const Totals& totals);
// Whether a line carries totals that this version can read.
bool has_totals(const nlohmann::json& line);
// Throws Error that names the missing or wrong key.
Totals totals_from_json(const nlohmann::json& line);

}  // namespace gauntlet::contract
