#include "orchestrator/packets/sequence_space.h"

#include <algorithm>

namespace gauntlet::orchestrator::packets {
namespace {

constexpr std::size_t kMostGaps = 1024;

}  // namespace

std::uint64_t SequenceSpace::unwrap(std::uint32_t number) const {
  constexpr std::uint64_t kStart = 1ULL << 32;  // so that nothing before it is negative
  if (!begun_) return kStart + number;
  const auto distance = static_cast<std::int32_t>(number - static_cast<std::uint32_t>(next_));
  return next_ + static_cast<std::uint64_t>(static_cast<std::int64_t>(distance));
}

void SequenceSpace::advance(const Range& range, std::int64_t time_ns,
                            std::optional<std::uint32_t> timestamp) {
  if (begun_ && range.begin > next_) {
    if (gaps_.size() == kMostGaps) gaps_.erase(gaps_.begin());
    gaps_.push_back({{next_, range.begin}, time_ns, timestamp});
  }
  next_ = begun_ ? std::max(next_, range.end) : range.end;
  begun_ = true;
}

std::optional<Gap> SequenceSpace::fill(const Range& range) {
  const auto first = std::find_if(gaps_.begin(), gaps_.end(),
                                  [&](const Gap& gap) { return gap.range.overlaps(range); });
  if (first == gaps_.end()) return std::nullopt;
  const Gap found = *first;
  std::vector<Gap> left;
  auto last = first;
  for (; last != gaps_.end() && last->range.overlaps(range); ++last) {
    Gap before = *last;
    Gap after = *last;
    before.range.end = range.begin;
    after.range.begin = range.end;
    if (before.range.begin < before.range.end) left.push_back(before);
    if (after.range.begin < after.range.end) left.push_back(after);
  }
  const auto place = gaps_.erase(first, last);
  gaps_.insert(place, left.begin(), left.end());
  return found;
}

}  // namespace gauntlet::orchestrator::packets
