// What the kernel knew of TCP connections, over time: kept by workers in memory that they share
// with their pool, be they threads or processes, in bounded space; and written by the pool as CSV.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "metrics/tcp_info.h"

namespace gauntlet::metrics {

// The most connections of a program that are sampled at a time.
inline constexpr std::size_t kMostSampledConnections = 100;
// The most samples that a program keeps.
inline constexpr std::size_t kMostTcpSamples = 32 * 1024;

// Every so many connections are sampled, of so many.
constexpr std::size_t sampling_stride(std::size_t connections) {
  return (connections + kMostSampledConnections - 1) / kMostSampledConnections;
}

// Sampling times are whole multiples of the interval since a start. The first one after so much
// time; times that have passed unused are left out.
constexpr std::int64_t next_tick(std::chrono::nanoseconds since_start,
                                 std::chrono::nanoseconds interval) {
  return since_start / interval + 1;
}

struct TcpSample {
  std::int64_t time_ns = 0;  // of the steady clock
  std::int64_t tick = 0;     // the number of its sampling time, from 0; the same for all workers
  std::uint32_t worker = 0;
  std::optional<std::uint64_t> client{};  // its number, where clients have one
  std::uint16_t client_port = 0;  // by which samples of both ends of a connection find each other
  TcpInfo info{};

  friend bool operator==(const TcpSample&, const TcpSample&) = default;
};

// The samples of one worker. When they reach their bound, those of every second sampling time go,
// and from then on only every second one is kept.
class TcpSampleBlock {
 public:
  struct Head {
    std::size_t count;
    std::int64_t step;  // only ticks that are its multiples are kept; 0 is 1
  };
  // Both are all 0 at first, and outlive it.
  TcpSampleBlock(Head& head, std::span<TcpSample> room) : head_(&head), room_(room) {}

  std::int64_t step() const { return head_->step == 0 ? 1 : head_->step; }
  bool wants(std::int64_t tick) const { return tick % step() == 0; }
  // Keeps it, unless its tick is not wanted. What one sampling time alone has more than there is
  // room for is left out.
  void add(const TcpSample& sample);
  std::span<const TcpSample> samples() const { return room_.first(head_->count); }

 private:
  void thin_out();

  Head* head_;
  std::span<TcpSample> room_;
};

// Those of all workers. Make it before the workers; a child of fork has it, too.
class TcpSamples {
 public:
  // Throws Error (kUnable).
  explicit TcpSamples(std::size_t workers, std::size_t most = kMostTcpSamples);

  TcpSampleBlock of_worker(std::size_t worker) const { return blocks_.at(worker); }
  // When the workers have ended: all in the order of time, at the sampling times that every worker
  // has kept.
  std::vector<TcpSample> merged() const;

 private:
  std::shared_ptr<void> memory_;
  std::vector<TcpSampleBlock> blocks_{};
};

inline constexpr const char* kTcpSampleColumns =
    "time_s,monotonic_ns,worker,client,client_port,cwnd_bytes,ssthresh_bytes,in_flight_bytes,"
    "rtt_us,rttvar_us,retransmits,lost_segments,sent_bytes,received_bytes,delivery_rate_Bps,"
    "busy_us,rwnd_limited_us,sndbuf_limited_us";

// With a header. time_s counts from zero_ns. A figure that is not known is empty.
std::string to_csv(const std::vector<TcpSample>& samples, std::int64_t zero_ns);

}  // namespace gauntlet::metrics
