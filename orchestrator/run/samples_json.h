// The samples of a scenario as its report in the sidecar holds them (results/README.md).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "metrics/snapshot.h"

namespace gauntlet::orchestrator::run {

// {"version":1,"begin_ns":..,"columns":["t_s",..],"rows":[[..],..],
//  "server_threads":{"TID":[[cpu_s, delay_s],..]},"client_threads":{..}}; a program that is neither
//  has columns and threads under its own name
// begin_ns is the steady clock's time of the first sample, and t_s counts from it. A thread has an
// entry for each row, null where it did not run. What the kernel does not tell is null.
nlohmann::json samples_to_json(const std::vector<metrics::Snapshot>& samples);

}  // namespace gauntlet::orchestrator::run
