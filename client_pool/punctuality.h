// Whether the clients of an open loop kept their schedule. Pure.
#pragma once

#include "client_pool/options.h"
#include "client_pool/tally.h"
#include "contract/client_report.h"

namespace gauntlet::client_pool {

// The schedule is missed when
// - requests were begun at a rate more than 1% under that of the schedule, or
// - p99 of how late they were begun is above 1 ms and above a tenth of the mean gap between two
//   requests of all clients; not judged below 368 requests, where there is no p99.
contract::ScheduleReport judge_schedule(const ClientOptions& options, const ScheduleTally& schedule,
                                        const metrics::Histogram& late);

}  // namespace gauntlet::client_pool
