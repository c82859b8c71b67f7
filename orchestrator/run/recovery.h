// For how long the rate of a run was down after something had been done to its servers. Pure.
#pragma once

#include <optional>

#include "base/units.h"
#include "contract/timeline.h"

namespace gauntlet::orchestrator::run {

// Below this part of the rate before the event, the rate is down.
inline constexpr double kRateIsDown = 0.8;

struct Span {
  Duration begin{};
  Duration end{};
};

// The time from an event until the requests per second were back: until the first of
// three windows of 100 ms (or of the timeline's width, where that is more) one after the other
// whose rate is not down against the mean of the second before the event. 0 where the rate was not
// down within a second of it. Nothing where less than half a second was measured before the event,
// nothing was done then, or the rate was not back within the span. measured: while all clients were
// active; times are the timeline's.
std::optional<Duration> recovery(const contract::Timeline& timeline, Duration event,
                                 const Span& measured);

}  // namespace gauntlet::orchestrator::run
