// What is counted of a connection, of one of its directions, or of a whole capture.
#pragma once

#include <cstdint>
#include <string_view>

namespace gauntlet::orchestrator::packets {

// What a segment was, as far as it can be told when it is seen. One that is several of these is the
// first of them.
enum class Kind : std::uint8_t {
  kFastRetransmission,      // after duplicate ACKs, or SACKs, of what was sent later
  kSpuriousRetransmission,  // of what the other end was known to have
  kRetransmission,          // any other: after a timeout
  kOutOfOrder,              // overtaken by a later one
  kZeroWindowProbe,
  kZeroWindow,
  kDuplicateAck,
  kKeepAlive,
  kWindowUpdate,
  kAfterGap,  // something before it was not captured, yet
  kReset,
  kSyn,
  kFin,
  kData,
  kAck,
};

// As it stands in tables: "fast_retransmission".
std::string_view name_of(Kind kind);

// Whether the kind is called so, or is a special case of it: a fast_retransmission is a
// retransmission.
bool is_a(Kind kind, std::string_view name);
// Whether any kind is called so.
bool is_name_of_kind(std::string_view name);

struct Figures {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;            // of payload, each time that it was sent
  std::uint64_t retransmissions = 0;  // fast, spurious, and those after a timeout
  std::uint64_t fast_retransmissions = 0;
  std::uint64_t spurious_retransmissions = 0;
  std::uint64_t out_of_order = 0;
  std::uint64_t duplicate_acks = 0;
  std::uint64_t zero_windows = 0;
  std::uint64_t lost = 0;             // gaps that a retransmission filled
  std::uint64_t larger_than_mss = 0;  // packets that were segments only later, or no longer

  std::uint64_t timeouts() const {
    return retransmissions - fast_retransmissions - spurious_retransmissions;
  }
  Figures& operator+=(const Figures& other);
  friend bool operator==(const Figures&, const Figures&) = default;
};

}  // namespace gauntlet::orchestrator::packets
