// The steady part of a run, told apart from its ramp and its tail. Pure.
#pragma once

#include <optional>

#include "contract/client_report.h"
#include "contract/totals.h"

namespace gauntlet::contract {

// Times are since the end of the warm-up.
struct SteadySpan {
  Duration begin{};
  Duration end{};
};

// From when the last client became active until the first was done; an interruption ends it too.
// Begin and end are the same when there was no such span. ran: when the run ended for those clients
// that were not done.
SteadySpan steady_span(const ClientTotals& clients, Duration ran);

// A 95% interval of the mean response time of a run that lasted so long, by batch means: its first
// 5% are left out, the rest is cut into ten equal spans, and Student's t for 9 degrees of freedom
// does the rest. Nothing when a batch has less than ten requests.
std::optional<Interval> mean_interval(const Timeline& timeline, double duration_s);

}  // namespace gauntlet::contract
