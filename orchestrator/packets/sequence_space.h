// What of the numbers of one direction was seen, and where something is missing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace gauntlet::orchestrator::packets {

// Sequence numbers that do not wrap: those of the wire are their lower 32 bits. From begin up to,
// without it, end.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  bool holds(const Range& other) const { return begin <= other.begin && other.end <= end; }
  bool overlaps(const Range& other) const { return begin < other.end && other.begin < end; }
};

// What was passed over, and by whom: the segment behind it.
struct Gap {
  Range range{};
  std::int64_t opened_ns = 0;
  std::optional<std::uint32_t> timestamp{};
};

class SequenceSpace {
 public:
  bool begun() const { return begun_; }
  // The highest number seen, plus one.
  std::uint64_t next() const { return next_; }
  // The number nearest to next() that has these lower bits.
  std::uint64_t unwrap(std::uint32_t number) const;

  // Something that ends at or beyond next(). What lies between is a gap.
  void advance(const Range& range, std::int64_t time_ns, std::optional<std::uint32_t> timestamp);
  // Something else. The first gap of which it fills a part; none when all of it had been seen.
  std::optional<Gap> fill(const Range& range);

 private:
  bool begun_ = false;
  std::uint64_t next_ = 0;
  std::vector<Gap> gaps_{};  // ascending; of more than a bound the oldest are forgotten
};

}  // namespace gauntlet::orchestrator::packets
