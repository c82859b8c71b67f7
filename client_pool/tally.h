// What a worker measured of its clients, as it travels to the pool and is merged there.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "client_pool/answer.h"
#include "client_pool/timeline.h"
#include "metrics/histogram.h"
#include "metrics/tcp_info.h"

namespace gauntlet::client_pool {

struct TargetTally {
  std::uint64_t requests = 0;  // that succeeded
  std::uint64_t failed_requests = 0;
  std::uint64_t bytes = 0;
};

// Times are after the end of the warm-up.
struct ClientTally {
  std::uint64_t requests = 0;        // that succeeded
  double sum_s = 0;                  // their response times
  bool failed = false;               // any request did
  bool created = false;              // any upload became a new file, also during the warm-up
  std::optional<double> active_s{};  // closed loop: its first request; open loop: it can take one
  std::optional<double> done_s{};    // nothing: it was interrupted
};

// How an open loop went. Times are after the end of the warm-up.
struct ScheduleTally {
  std::uint64_t planned = 0;  // requests
  std::uint64_t begun = 0;    // of these
  double last_begun_s = 0;    // when the last of them was
  double end_s = 0;           // of the schedule; 0: it was interrupted

  void merge(const ScheduleTally& other);
  friend bool operator==(const ScheduleTally&, const ScheduleTally&) = default;
};

// What is measured as durations. Of the requests that succeeded, where nothing else is said.
struct Histograms {
  metrics::Histogram latency{};
  metrics::Histogram service{};
  metrics::Histogram ttfb{};
  metrics::Histogram connect{};  // of all connections that were made
  metrics::Histogram late{};     // of all requests of an open loop

  void merge(const Histograms& other);
  friend bool operator==(const Histograms&, const Histograms&) = default;
};

// The warm-up is in warmup_requests and tcp alone.
struct Tally {
  std::array<std::uint64_t, kErrorKinds> errors{};  // failed requests by kind
  std::string first_error{};
  double first_error_s = 0;           // after the end of the warm-up
  bool connected = false;             // any connection stood, ever
  Verify verified = Verify::kDigest;  // the weakest check of a good answer so far
  std::uint64_t warmup_requests = 0;
  Histograms times{};
  Timeline timeline{};  // since the end of the warm-up
  ScheduleTally schedule{};
  metrics::TcpTotals tcp{};
  std::vector<TargetTally> targets{};
  std::vector<ClientTally> clients{};

  // Adds what other has; its clients follow ours. The earliest first_error stays.
  void merge(const Tally& other);
};

nlohmann::json to_json(const Tally& tally);
// Throws Error for anything that to_json did not write.
Tally tally_from_json(const nlohmann::json& json);

}  // namespace gauntlet::client_pool
