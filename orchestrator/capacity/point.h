// What one run under one load says about the objective. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "contract/client_report.h"
#include "orchestrator/capacity/slo.h"

namespace gauntlet::orchestrator::capacity {

enum class Outcome {
  kMet,
  kMissed,     // the server did not carry the load
  kGenerator,  // missed, but the clients gave out before the server
  kNotShown,   // too few requests to tell
  kDisturbed,  // missed while the host's CPUs worked for others, and therefore not counted
};

// "met", "missed", "generator", "not shown", "disturbed".
const char* name_of(Outcome outcome);

struct PointAnswer {
  Outcome outcome = Outcome::kMet;
  std::string why{};                  // one sentence; empty when it is met
  std::uint64_t requests_needed = 0;  // of kNotShown: from so many on it could be told; 0: unknown
};

// Who else had the host's CPUs, so that the figures of the run are worse than the server is: "other
// programs used 7% of the host's CPU time", "a hypervisor gave 3% of ...", or both. Empty when the
// row's column doubt has neither foreign_cpu nor steal.
std::string disturbance_of(const table::Row& row);

// The load is carried when the objective is met and, in an open loop, 99% of the planned requests
// were sent in time: response times count from when a request was due, so that lateness alone is
// part of them. Where it is not, the clients are to blame when
// - client_pool ended without a report,
// - limited_by is client_cpu, or client_demand is at 0.9 or more and not below server_demand, or
// - the schedule was missed, by the rate or by a lateness whose p99 is at least half that of the
//   response times, while nothing of the server is known to be its limit (limited_by).
// Never kDisturbed: the caller decides how often a run is worth another try.
PointAnswer judge_point(const Slo& slo, const table::Row& row,
                        const std::optional<contract::ScheduleReport>& schedule);

}  // namespace gauntlet::orchestrator::capacity
