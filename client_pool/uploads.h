// Deletes what a run uploaded, after all was measured.
#pragma once

#include <vector>

#include "client_pool/tally.h"
#include "client_pool/workspace.h"
#include "contract/totals.h"

namespace gauntlet::client_pool {

// Deletes the files that the server said it created for these clients, which are all of the plan's,
// one after the other. What an upload replaced was there before this run, and stays. Ends early
// when the time has passed or interrupt (a file descriptor, not owned) is readable. What cannot be
// deleted is no error, but told.
contract::UploadsReport delete_uploads(const Plan& plan, const std::vector<Uploaded>& uploaded,
                                       Duration patience, int interrupt);

}  // namespace gauntlet::client_pool
