// What archives have to hold: found by a search before anything is measured.
#pragma once

#include "client_pool/plan.h"

namespace gauntlet::client_pool {

// Asks every target of the plan, over HTTP, for the files that match. Ends early, with nothing,
// when interrupt (a file descriptor, not owned) is readable. Throws Error: kUnable where one does
// not answer, finds nothing, or finds other files than the first one.
FileSizes find_files(const Plan& plan, int interrupt);

}  // namespace gauntlet::client_pool
