// One direction of a connection: what one end sends, and what it hears of it from the other.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>

#include "orchestrator/packets/figures.h"
#include "orchestrator/packets/round_trips.h"
#include "orchestrator/packets/segment.h"
#include "orchestrator/packets/sequence_space.h"

namespace gauntlet::orchestrator::packets {

class Direction {
 public:
  // Counts a segment of this direction, and tells the other what it says of what came from there.
  // round_trip_ns: about that of the connection, whole; 0 when it is not known. docs/packets.md has
  // the definitions.
  Kind add(const Segment& segment, Direction& other, std::int64_t round_trip_ns);

  const Figures& figures() const { return figures_; }
  const SequenceSpace& sequences() const { return sequences_; }
  const RoundTripSum& round_trips() const { return round_trips_; }
  const RoundTripCourse& course() const { return course_; }
  // The one that the latest segment of the other end has completed, if it has.
  std::optional<std::int64_t> latest_round_trip() const { return latest_round_trip_; }
  std::uint16_t mss() const { return mss_; }  // that this end announced; 0: not seen

 private:
  struct Retransmission {
    Range range{};
    std::optional<std::uint32_t> timestamp{};
    bool fast = false;
    bool filled_gap = false;
    bool spurious = false;
  };
  // The numbers of its payload, and of a SYN and a FIN.
  Range range_of(const Segment& segment) const;
  bool is_zero_window_probe(const Segment& segment, const Direction& other) const;
  bool is_keep_alive(const Segment& segment, const Range& range) const;
  bool repeats_acknowledgement(const Segment& segment, const Range& range) const;
  bool looks_sent_again(const Segment& segment, const Range& range) const;
  Kind judge_repeated(const Segment& segment, const Range& range, std::int64_t round_trip_ns);
  Kind count_retransmission(const Segment& segment, const Range& range, bool filled_gap,
                            std::int64_t round_trip_ns);
  bool was_overtaken(const Segment& segment, const Gap& gap, std::int64_t round_trip_ns) const;
  bool is_known_to_have_arrived(const Range& range) const;
  bool answers_duplicate_acks(const Segment& segment, const Range& range,
                              std::int64_t round_trip_ns) const;
  Kind quiet_kind(const Segment& segment, const Range& range) const;
  void advance(const Segment& segment, const Range& range);
  void remember(const Segment& segment);
  void count_spurious(Retransmission& retransmission);

  // What the other end says of this direction.
  void hear(const Segment& acknowledgement, bool is_duplicate);
  void hear_sack(const Segment& acknowledgement);
  void hear_duplicate_sack(const Range& range);
  void hear_echo(const Segment& acknowledgement, std::uint64_t number);

  Figures figures_{};
  SequenceSpace sequences_{};
  RoundTripMeter meter_{};
  RoundTripSum round_trips_{};
  RoundTripCourse course_{};
  std::optional<std::int64_t> latest_round_trip_{};
  std::deque<Retransmission> retransmissions_{};  // the latest

  // What this end has last said.
  std::optional<std::uint16_t> window_{};
  std::optional<std::uint32_t> acknowledgement_{};
  bool sent_keep_alive_ = false;
  std::uint16_t mss_ = 0;

  // What it has last heard.
  std::uint64_t acknowledged_ = 0;  // 0: nothing yet
  std::int64_t heard_ns_ = 0;
  std::uint64_t duplicate_acks_ = 0;  // in a row
  std::array<Range, kMostSackBlocks> sacked_{};
  std::size_t sacked_blocks_ = 0;
};

}  // namespace gauntlet::orchestrator::packets
