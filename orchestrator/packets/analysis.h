// All connections of a capture.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "metrics/histogram.h"
#include "orchestrator/packets/direction.h"
#include "orchestrator/packets/parse.h"

namespace gauntlet::orchestrator::packets {

// Between an end that opened it and another. Where no SYN was captured, the first is whose packet
// came first.
struct Connection {
  Endpoint client{};
  Endpoint server{};
  std::int64_t first_ns = 0;
  std::int64_t last_ns = 0;
  std::uint32_t first_sequence = 0;  // of the client
  Direction from_client{};
  Direction from_server{};
  // From the SYN to the ACK that ends the handshake: a whole round trip, wherever was captured.
  // None when either was sent again, or not captured.
  std::optional<std::int64_t> handshake_ns{};
  std::optional<std::int64_t> syn_ns{};

  Figures figures() const;
  // The direction whose round trips are those through the network: of the two ends the farther
  // from the capture. Null when nothing was timed.
  const Direction* farther() const;
};

// What was seen of a capture that is no segment of TCP.
struct Skipped {
  std::uint64_t fragments = 0;
  std::uint64_t cut = 0;
  std::uint64_t other = 0;
};

class Analysis {
 public:
  explicit Analysis(std::size_t most_connections = kMostConnections);

  // Of connections beyond so many, those that were silent longest are only in the totals.
  static constexpr std::size_t kMostConnections = 16384;

  // Its segment is written where it is one; nothing where it is none, which is counted.
  std::optional<Kind> add(LinkType link, const RawPacket& packet, Segment& segment);
  Kind add(const Segment& segment);

  Figures totals() const;
  const Skipped& skipped() const { return skipped_; }
  // Most bytes first.
  std::vector<const Connection*> connections() const;
  std::uint64_t connections_seen() const { return left_out_ + connections_.size(); }
  // Of the farther end, over all connections; null when nothing was timed.
  const metrics::Histogram* round_trips() const;
  std::int64_t first_ns() const { return first_ns_; }
  std::int64_t last_ns() const { return last_ns_; }

 private:
  using Ends = std::pair<Endpoint, Endpoint>;  // the smaller first
  struct Hash {
    std::size_t operator()(const Ends& ends) const noexcept;
  };
  Connection& connection_of(const Segment& segment);
  Connection& begin_connection(const Segment& segment, const Ends& ends);
  void leave_out_the_silent();

  std::size_t most_connections_;
  std::vector<std::unique_ptr<Connection>> connections_{};
  std::unordered_map<Ends, Connection*, Hash> open_{};
  Connection* latest_ = nullptr;  // packets of one connection come together
  Figures left_out_totals_{};
  std::uint64_t left_out_ = 0;
  Skipped skipped_{};
  metrics::Histogram from_client_{};
  metrics::Histogram from_server_{};
  std::int64_t first_ns_ = 0;
  std::int64_t last_ns_ = 0;
};

}  // namespace gauntlet::orchestrator::packets
