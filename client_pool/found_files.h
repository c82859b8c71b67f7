// What archives have to hold: found by a search before anything is measured.
#pragma once

#include "client_pool/plan.h"

namespace gauntlet::client_pool {

// Asks every target of the plan for the files that match. Throws Error: kUnable where one does not
// answer, finds nothing, or finds other files than the first one.
FileSizes find_files(const Plan& plan);

}  // namespace gauntlet::client_pool
