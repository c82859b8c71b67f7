// The steady part of a run, told apart from its ramp and its tail. Pure.
#pragma once

#include <optional>

#include "client_pool/tally.h"
#include "client_pool/timeline.h"
#include "contract/client_report.h"

namespace gauntlet::client_pool {

// Times are seconds after the end of the warm-up.
struct Span {
  double begin_s = 0;
  double end_s = 0;
};

// From when the last client became active until the first was done; an interruption ends it too.
// Begin and end are the same when there was no such span. interrupted_s: when the run ended for
// those clients that were not done.
Span steady_span(const std::vector<ClientTally>& clients, double interrupted_s);

// A 95% interval of the mean response time of a run that lasted so long, by batch means: its first
// 5% are left out, the rest is cut into ten equal spans, and Student's t for 9 degrees of freedom
// does the rest. Nothing when a batch has less than ten requests.
std::optional<contract::Interval> mean_interval(const Timeline& timeline, double duration_s);

}  // namespace gauntlet::client_pool
