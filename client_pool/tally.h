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
#include "metrics/histogram.h"

namespace gauntlet::client_pool {

struct TargetTally {
  std::uint64_t requests = 0;  // that succeeded
  std::uint64_t failed_requests = 0;
  std::uint64_t bytes = 0;
};

struct ClientTally {
  std::uint64_t requests = 0;      // that succeeded
  double sum_s = 0;                // their response times
  bool failed = false;             // any request did
  std::optional<double> done_s{};  // after the start; nothing: it was interrupted
};

struct Tally {
  std::array<std::uint64_t, kErrorKinds> errors{};  // failed requests by kind
  std::string first_error{};
  double first_error_s = 0;           // after the start
  bool connected = false;             // any connection stood, ever
  Verify verified = Verify::kDigest;  // the weakest check of a good answer so far
  metrics::Histogram latency{};       // of requests that succeeded
  std::vector<TargetTally> targets{};
  std::vector<ClientTally> clients{};

  // Adds what other has; its clients follow ours. The earliest first_error stays.
  void merge(const Tally& other);
};

nlohmann::json to_json(const Tally& tally);
// Throws Error for anything that to_json did not write.
Tally tally_from_json(const nlohmann::json& json);

}  // namespace gauntlet::client_pool
