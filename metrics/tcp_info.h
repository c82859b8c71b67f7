// What the kernel knows of a TCP connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "metrics/int128.h"

namespace gauntlet::metrics {

// Of one connection; names as in linux/tcp.h. Counters are those of its whole life. What this
// kernel does not tell is nothing. All but the round trip times and received_bytes tell of what
// this side sent.
struct TcpInfo {
  std::uint32_t rtt_us = 0;  // smoothed; 0: not measured yet
  std::uint32_t rttvar_us = 0;
  std::uint32_t mss = 0;         // the most bytes of data that a segment to here may have
  std::uint64_t cwnd_bytes = 0;  // congestion window: segments * MSS
  std::optional<std::uint64_t> ssthresh_bytes{};  // nothing: no loss has set it yet
  // Sent, and neither acknowledged nor given up for lost: segments * MSS, as the kernel counts them
  // (tcp_packets_in_flight), so that the last, shorter one counts as a whole.
  std::uint64_t in_flight_bytes = 0;
  std::uint32_t lost_segments = 0;  // held for lost now, and not acknowledged yet
  std::uint32_t retransmits = 0;    // segments sent again

  std::optional<std::uint32_t> segments{};        // with data, retransmissions included
  std::optional<std::uint64_t> sent_bytes{};      // that the other side has acknowledged
  std::optional<std::uint64_t> received_bytes{};  // of payload
  std::optional<std::uint64_t> delivery_rate{};   // bytes/s, of the latest flight; measured, or not
  std::optional<std::uint64_t> busy_us{};         // data was under way or waited to be sent
  std::optional<std::uint64_t> rwnd_limited_us{};    // of that: held back by the receiver's window
  std::optional<std::uint64_t> sndbuf_limited_us{};  // of that: by the size of the send buffer

  friend bool operator==(const TcpInfo&, const TcpInfo&) = default;
};

// Nothing when socket is not a TCP socket that can be asked.
std::optional<TcpInfo> read_tcp_info(int socket);
// Of what a kernel has returned for TCP_INFO, however much that is.
TcpInfo tcp_info_of(std::span<const std::byte> returned);

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
