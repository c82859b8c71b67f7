// Whence a row comes: what must be the same for two rows to be compared.
#pragma once

#include <string>

#include "metrics/host.h"
#include "orchestrator/matrix/scenario.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::run {

// "Intel Xeon, 8 cores, 6.1.0-18-amd64, performance"; parts that are not known are left out.
std::string describe_machine(const metrics::Host& host);

// The CRC32C of the names and values of all settings that are not at their initial value, as eight
// hex digits: a setting that a later version adds leaves it as it is.
std::string value_hash(const matrix::Scenario& scenario);

// "remote" for a server that is not started by us; else "loopback", whichever of this machine's
// addresses is used: the kernel sends nothing of it out.
std::string target_of(const matrix::Scenario& scenario);

// Fills version, machine, target, scenario_hash and schema_version.
void fill_origin(table::Row& row, const matrix::Scenario& scenario);

}  // namespace gauntlet::orchestrator::run
