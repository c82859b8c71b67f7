// Whether the figures of a scenario can be believed. Pure; the rules in words: docs/limits.md.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/limits/evidence.h"
#include "orchestrator/limits/limit.h"

namespace gauntlet::orchestrator::limits {

// Parts of the host's CPU time that, used by other programs or given to others by a hypervisor,
// make figures worthless.
inline constexpr double kForeignCpu = 0.05;
inline constexpr double kStolenCpu = 0.02;

// Each reason why not, with what to change; none: they can.
std::vector<std::string> doubts_about(const Evidence& evidence, const Limit& limit);

}  // namespace gauntlet::orchestrator::limits
