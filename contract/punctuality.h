// Whether the clients of an open loop kept their schedule. Pure.
#pragma once

#include "contract/client_report.h"
#include "contract/totals.h"

namespace gauntlet::contract {

// The schedule is missed when
// - requests were begun at a rate more than 1% under that of the schedule, or
// - p99 of how late they were begun is above 1 ms and above a tenth of the mean gap between two
//   requests of all clients; not judged below 368 requests, where there is no p99.
ScheduleReport judge_schedule(const ScheduleTotals& schedule, std::uint64_t clients,
                              const metrics::Histogram& late);

}  // namespace gauntlet::contract
