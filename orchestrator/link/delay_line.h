// Packets under way, each for the same time, in order. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "base/units.h"

namespace gauntlet::orchestrator::link {

class DelayLine {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // most: of bytes under way at once.
  DelayLine(Duration delay, std::size_t most) : delay_(delay), most_(most) {}

  // A packet that sets out now. Lost where there is no room for it.
  void put(std::span<const std::byte> packet, Time now);

  // When the next one arrives; nothing: none is under way.
  std::optional<Time> next() const;
  // That packet.
  std::span<const std::byte> front() const { return packets_.front().bytes; }
  void pop();

 private:
  struct Packet {
    Time due{};
    std::vector<std::byte> bytes{};
  };

  Duration delay_;
  std::size_t most_;
  std::size_t under_way_ = 0;  // bytes
  std::deque<Packet> packets_{};
};

}  // namespace gauntlet::orchestrator::link
