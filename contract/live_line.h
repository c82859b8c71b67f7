// What client_pool --live tells twice a second while its clients run, and at their end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/histogram.h"

namespace gauntlet::contract {

// A request that has ended.
struct RecentRequest {
  double ended_s = 0;        // since the start of the clients
  std::uint64_t client = 0;  // its number, from 0
  std::string request{};     // "GET /files/x"
  double time_s = 0;         // response time
  bool ok = false;
  std::string status{};  // "200", "ok" of the line protocol, or the kind of its failure: "timeout"

  friend bool operator==(const RecentRequest&, const RecentRequest&) = default;
};

// What the kernel knew of the clients' connections, those that were sampled
// (metrics/tcp_samples.h).
struct LiveTcp {
  std::uint64_t samples = 0;
  std::uint64_t cwnd_sum_bytes = 0;
  std::uint64_t rtt_sum_us = 0;
  std::uint64_t retransmits = 0;  // of those, and of all connections that ended

  std::optional<double> cwnd_mean_bytes() const;
  std::optional<double> rtt_mean_us() const;

  void add(const LiveTcp& other);
  friend bool operator==(const LiveTcp&, const LiveTcp&) = default;
};

struct LiveLine {
  static constexpr std::size_t kMostRecent = 10;

  double time_s = 0;         // since the start of the clients
  std::uint64_t active = 0;  // clients that have begun and have not ended
  // Since the start, the warm-up included.
  std::uint64_t requests = 0;  // that succeeded
  std::uint64_t failed_requests = 0;
  std::uint64_t bytes = 0;  // of bodies, those of unfinished requests too
  // Since the line before.
  std::uint64_t most_active = 0;        // clients at a time
  metrics::Histogram latency{};         // of requests that succeeded
  std::vector<RecentRequest> recent{};  // the last ones, at most kMostRecent, in the order of time
  LiveTcp tcp{};

  // Adds what another worker tells of the same time.
  void merge(const LiveLine& other);
  // This worker's next line, while the one before has not been told on.
  void follow_with(LiveLine next);

  friend bool operator==(const LiveLine&, const LiveLine&) = default;
};

// Whether a line of a program is a LiveLine as to_json gives it, without its being parsed.
bool is_live_line(std::string_view line);

nlohmann::ordered_json to_json(const LiveLine& line);
// Throws Error, which names the missing or wrong key.
LiveLine live_from_json(const nlohmann::json& json);

}  // namespace gauntlet::contract
