#include "orchestrator/packets/direction.h"

#include <algorithm>

namespace gauntlet::orchestrator::packets {
namespace {

constexpr std::uint8_t kNoPlainSegment = kSyn | kFin | kRst;
constexpr std::size_t kMostRetransmissions = 256;  // of which it may still turn out why

bool is_plain(const Segment& segment) { return !segment.has(kNoPlainSegment); }

std::optional<std::uint32_t> timestamp_of(const Segment& segment) {
  if (!segment.timestamps) return std::nullopt;
  return segment.timestamps->value;
}

// What a segment is that is nothing special.
Kind usual_kind(const Segment& segment) {
  if (segment.has(kRst)) return Kind::kReset;
  if (segment.has(kSyn)) return Kind::kSyn;
  if (segment.has(kFin)) return Kind::kFin;
  return segment.length > 0 ? Kind::kData : Kind::kAck;
}

}  // namespace

Range Direction::range_of(const Segment& segment) const {
  const std::uint64_t begin = sequences_.unwrap(segment.sequence);
  return {begin,
          begin + segment.length + (segment.has(kSyn) ? 1U : 0U) + (segment.has(kFin) ? 1U : 0U)};
}

bool Direction::is_zero_window_probe(const Segment& segment, const Direction& other) const {
  return segment.length == 1 && sequences_.begun() &&
         sequences_.unwrap(segment.sequence) == sequences_.next() && other.window_ == 0;
}

bool Direction::is_keep_alive(const Segment& segment, const Range& range) const {
  return segment.length <= 1 && is_plain(segment) && sequences_.begun() &&
         range.begin + 1 == sequences_.next();
}

// With the window that was last announced, in which case it is no news of that.
bool Direction::repeats_acknowledgement(const Segment& segment, const Range& range) const {
  return segment.length == 0 && is_plain(segment) && segment.has(kAck) && segment.window != 0 &&
         sequences_.begun() && range.begin == sequences_.next() &&
         acknowledgement_ == segment.acknowledgement && window_ == segment.window;
}

// Not when one byte of it was a zero window probe before.
bool Direction::looks_sent_again(const Segment& segment, const Range& range) const {
  if (range.begin == range.end || !sequences_.begun()) return false;
  if (segment.length > 1 && range.begin + 1 == sequences_.next()) return false;
  return range.begin < sequences_.next() ||
         (segment.length > 0 && acknowledged_ > 0 && range.end <= acknowledged_);
}

// A capture between the two ends sees a gap when what it has not seen was lost before it, or has
// been overtaken. Timestamps tell which: what is sent again is stamped later than what followed it.
// Within one tick of their clock, and without them, it is the time: to send something again takes
// a round trip at least.
bool Direction::was_overtaken(const Segment& segment, const Gap& gap,
                              std::int64_t round_trip_ns) const {
  constexpr std::int64_t kUsualRoundTrip = 3'000'000;
  if (segment.timestamps && gap.timestamp) {
    const auto later = static_cast<std::int32_t>(segment.timestamps->value - *gap.timestamp);
    if (later != 0) return later < 0;
  }
  return segment.time_ns - gap.opened_ns < (round_trip_ns > 0 ? round_trip_ns : kUsualRoundTrip);
}

bool Direction::is_known_to_have_arrived(const Range& range) const {
  return range.end <= acknowledged_ ||
         std::any_of(sacked_.begin(), sacked_.begin() + static_cast<std::ptrdiff_t>(sacked_blocks_),
                     [&](const Range& block) { return block.holds(range); });
}

// The other end has shown that something later has arrived, and this is soon after: what is sent
// again after a timeout is sent when for long nothing has come.
bool Direction::answers_duplicate_acks(const Segment& segment, const Range& range,
                                       std::int64_t round_trip_ns) const {
  constexpr std::uint64_t kEnoughDuplicates = 2;  // of three, one may be missing in the capture
  constexpr std::int64_t kSoon = 20'000'000;
  if (segment.time_ns - heard_ns_ > kSoon + round_trip_ns) return false;
  if (duplicate_acks_ >= kEnoughDuplicates && range.begin == acknowledged_) return true;
  return std::any_of(sacked_.begin(), sacked_.begin() + static_cast<std::ptrdiff_t>(sacked_blocks_),
                     [&](const Range& block) { return block.begin >= range.end; });
}

Kind Direction::count_retransmission(const Segment& segment, const Range& range, bool filled_gap,
                                     std::int64_t round_trip_ns) {
  Retransmission sent{.range = range, .timestamp = timestamp_of(segment), .filled_gap = filled_gap};
  ++figures_.retransmissions;
  if (filled_gap) ++figures_.lost;
  const bool is_spurious = is_known_to_have_arrived(range);
  if (is_spurious) {
    count_spurious(sent);
  } else if (answers_duplicate_acks(segment, range, round_trip_ns)) {
    sent.fast = true;
    ++figures_.fast_retransmissions;
  }
  if (retransmissions_.size() == kMostRetransmissions) retransmissions_.pop_front();
  retransmissions_.push_back(sent);
  if (is_spurious) return Kind::kSpuriousRetransmission;
  return sent.fast ? Kind::kFastRetransmission : Kind::kRetransmission;
}

Kind Direction::judge_repeated(const Segment& segment, const Range& range,
                               std::int64_t round_trip_ns) {
  const std::optional<Gap> gap = sequences_.fill(range);
  const bool acknowledged_before_it_was_seen = range.begin >= sequences_.next();
  meter_.repeated(std::max(sequences_.next(), range.end));
  if (acknowledged_before_it_was_seen || (gap && was_overtaken(segment, *gap, round_trip_ns))) {
    ++figures_.out_of_order;
    return Kind::kOutOfOrder;
  }
  return count_retransmission(segment, range, gap.has_value(), round_trip_ns);
}

Kind Direction::add(const Segment& segment, Direction& other, std::int64_t round_trip_ns) {
  const Range range = range_of(segment);
  const bool is_probe = is_zero_window_probe(segment, other);
  const bool keeps_alive = is_keep_alive(segment, range);
  const bool is_duplicate = repeats_acknowledgement(segment, range) && !other.sent_keep_alive_;
  const bool closes_window = segment.window == 0 && is_plain(segment) && !is_probe;
  ++figures_.packets;
  figures_.bytes += segment.length;
  if (closes_window) ++figures_.zero_windows;
  if (is_duplicate) ++figures_.duplicate_acks;
  if (other.mss_ > 0 && segment.length > other.mss_) ++figures_.larger_than_mss;

  Kind kind = quiet_kind(segment, range);
  if (is_probe)
    kind = Kind::kZeroWindowProbe;
  else if (!keeps_alive && looks_sent_again(segment, range))
    kind = judge_repeated(segment, range, round_trip_ns);
  else if (closes_window)
    kind = Kind::kZeroWindow;
  else if (is_duplicate)
    kind = Kind::kDuplicateAck;
  else if (keeps_alive)
    kind = Kind::kKeepAlive;

  if (!is_probe) advance(segment, range);
  if (segment.has(kAck)) other.hear(segment, is_duplicate);
  remember(segment);
  sent_keep_alive_ = keeps_alive;
  return kind;
}

// Of a segment that repeats nothing.
Kind Direction::quiet_kind(const Segment& segment, const Range& range) const {
  if (!sequences_.begun() || segment.has(kRst)) return usual_kind(segment);
  const bool is_next = range.begin == sequences_.next();
  if (is_next && segment.length == 0 && is_plain(segment) && window_ != segment.window &&
      acknowledgement_ == segment.acknowledgement)
    return Kind::kWindowUpdate;
  return range.begin > sequences_.next() ? Kind::kAfterGap : usual_kind(segment);
}

void Direction::advance(const Segment& segment, const Range& range) {
  if (segment.has(kRst) || (sequences_.begun() && range.end <= sequences_.next())) return;
  sequences_.advance(range, segment.time_ns, timestamp_of(segment));
  if (range.begin < range.end) meter_.sent(range.end, segment.time_ns);
}

void Direction::remember(const Segment& segment) {
  if (segment.has(kAck)) acknowledgement_ = segment.acknowledgement;
  if (segment.mss > 0) mss_ = segment.mss;
  window_ = segment.window;
}

void Direction::count_spurious(Retransmission& retransmission) {
  retransmission.spurious = true;
  ++figures_.spurious_retransmissions;
  if (retransmission.fast) --figures_.fast_retransmissions;
  if (retransmission.filled_gap) --figures_.lost;
}

void Direction::hear(const Segment& acknowledgement, bool is_duplicate) {
  latest_round_trip_.reset();
  heard_ns_ = acknowledgement.time_ns;
  duplicate_acks_ = is_duplicate ? duplicate_acks_ + 1 : 0;
  if (!sequences_.begun()) return;
  const std::uint64_t number = sequences_.unwrap(acknowledgement.acknowledgement);
  hear_sack(acknowledgement);
  if (number <= acknowledged_) return;
  hear_echo(acknowledgement, number);
  acknowledged_ = number;
  latest_round_trip_ = meter_.acknowledged(number, acknowledgement.time_ns);
  if (!latest_round_trip_) return;
  round_trips_.add(*latest_round_trip_);
  course_.add(acknowledgement.time_ns, *latest_round_trip_);
}

// The first block is a duplicate one (RFC 2883) when it lies below the acknowledgement, or within
// the second.
void Direction::hear_sack(const Segment& acknowledgement) {
  sacked_blocks_ = 0;
  const std::uint64_t number = sequences_.unwrap(acknowledgement.acknowledgement);
  for (std::size_t i = 0; i < acknowledgement.sack_blocks; ++i) {
    const SackBlock& block = acknowledgement.sack[i];
    const Range range{sequences_.unwrap(block.begin), sequences_.unwrap(block.end)};
    if (range.end > number)
      sacked_[sacked_blocks_++] = range;
    else if (i == 0)
      hear_duplicate_sack(range);
  }
  if (sacked_blocks_ > 1 && sacked_[1].holds(sacked_[0])) hear_duplicate_sack(sacked_[0]);
}

void Direction::hear_duplicate_sack(const Range& range) {
  const auto found =
      std::find_if(retransmissions_.rbegin(), retransmissions_.rend(),
                   [&](const auto& sent) { return !sent.spurious && sent.range.overlaps(range); });
  if (found != retransmissions_.rend()) count_spurious(*found);
}

// The echo of an older timestamp than that of the retransmission says that the first one has
// arrived (RFC 3522). It says so only of what begins where the last acknowledgement ended.
void Direction::hear_echo(const Segment& acknowledgement, std::uint64_t number) {
  if (retransmissions_.empty() || !acknowledgement.timestamps) return;
  for (auto sent = retransmissions_.rbegin(); sent != retransmissions_.rend(); ++sent) {
    if (sent->range.end <= acknowledged_) return;
    if (sent->spurious || sent->range.begin != acknowledged_ || sent->range.end > number ||
        !sent->timestamp)
      continue;
    const auto older =
        static_cast<std::int32_t>(acknowledgement.timestamps->echo - *sent->timestamp);
    if (older < 0) count_spurious(*sent);
  }
}

}  // namespace gauntlet::orchestrator::packets
