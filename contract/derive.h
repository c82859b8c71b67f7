// From what adds up to what is read off it: the one place where figures are computed, whether they
// are of one process or of many machines.
#pragma once

#include "contract/client_report.h"
#include "contract/totals.h"

namespace gauntlet::contract {

// The figures of these totals, which the report keeps.
ClientReport derive(Totals totals);

}  // namespace gauntlet::contract
