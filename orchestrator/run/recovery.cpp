#include "orchestrator/run/recovery.h"

#include <algorithm>

namespace gauntlet::orchestrator::run {
namespace {

constexpr Duration kWindow = std::chrono::milliseconds(100);
constexpr Duration kBefore = std::chrono::seconds(1);
constexpr Duration kLeastBefore = std::chrono::milliseconds(500);
constexpr Duration kFelt = std::chrono::seconds(1);  // until then an event shows
constexpr int kSteady = 3;                           // windows

double rate(const contract::Timeline& timeline, Duration begin, Duration end) {
  return timeline.between(begin, end).requests / to_seconds(end - begin);
}

}  // namespace

std::optional<Duration> recovery(const contract::Timeline& timeline, Duration event,
                                 const Span& measured) {
  const Duration before = std::max(measured.begin, event - kBefore);
  if (event - before < kLeastBefore) return std::nullopt;
  const double least = kRateIsDown * rate(timeline, before, event);
  if (least <= 0) return std::nullopt;
  const Duration window = std::max(kWindow, timeline.width());
  bool was_down = false;
  int good = 0;  // windows since the last one that was down
  for (Duration begin = event; begin + window <= measured.end; begin += window) {
    const bool down = rate(timeline, begin, begin + window) < least;
    was_down = was_down || down;
    good = down ? 0 : good + 1;
    if (was_down && good == kSteady) return begin - (kSteady - 1) * window - event;
    if (!was_down && begin + window - event >= kFelt) return Duration::zero();
  }
  return std::nullopt;
}

}  // namespace gauntlet::orchestrator::run
