// What the kernel knows of a TCP connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "metrics/int128.h"

namespace gauntlet::metrics {

// Of one connection, from its beginning on; names and units as in linux/tcp.h. All but rtt_us tell
// of what this side sent.
struct TcpInfo {
  std::uint32_t rtt_us = 0;             // smoothed; 0: not measured yet
  std::uint32_t segments = 0;           // with data, retransmissions included
  std::uint32_t retransmits = 0;        // segments sent again
  std::uint64_t delivery_rate = 0;      // bytes/s, of the latest flight; 0: not measured yet
  std::uint64_t busy_us = 0;            // data was under way or waited to be sent
  std::uint64_t rwnd_limited_us = 0;    // of that: held back by the receiver's window
  std::uint64_t sndbuf_limited_us = 0;  // of that: held back by the size of the send buffer
  std::uint32_t mss = 0;                // the most bytes of data that a segment to here may have
};

// Nothing when socket is not a TCP socket that can be asked.
std::optional<TcpInfo> read_tcp_info(int socket);

// The congestion control of connections over loopback for which none is chosen: the route's, or the
// system's default. Makes one to itself and asks; empty when that fails.
std::string loopback_congestion();

// Many connections together: counters of whole connections, and samples of what goes up and down.
// All are integers, so that the order of merging cannot matter.
struct TcpTotals {
  std::uint64_t connections = 0;
  std::uint64_t segments = 0;
  std::uint64_t retransmits = 0;
  std::uint64_t busy_us = 0;
  std::uint64_t rwnd_limited_us = 0;
  std::uint64_t sndbuf_limited_us = 0;
  std::uint64_t rtt_samples = 0;
  std::uint64_t rtt_sum_us = 0;
  std::uint64_t rate_samples = 0;
  Int128 rate_sum_Bps = 0;
  std::uint64_t least_mss = 0;  // of all connections, as they ended; 0: not known

  // Takes what goes up and down.
  void sample(const TcpInfo& info);
  // A connection ends: takes its counters, and a sample.
  void add(const TcpInfo& info);
  void merge(const TcpTotals& other);

  friend bool operator==(const TcpTotals&, const TcpTotals&) = default;
};

}  // namespace gauntlet::metrics
