// Deletes what a run left on the server, after all was measured.
#pragma once

#include <vector>

#include "client_pool/plan.h"
#include "client_pool/tally.h"
#include "metrics/client_report.h"

namespace gauntlet::client_pool {

// Deletes the files that the server said it created for these clients, which are all of the plan's,
// one after the other. What an upload replaced was there before this run, and stays. Ends early
// when the time has passed or interrupt (a file descriptor, not owned) is readable. What cannot be
// deleted is no error, but told.
metrics::UploadsReport delete_uploads(const Plan& plan, const std::vector<ClientTally>& clients,
                                      Duration patience, int interrupt);

// The same for the files that the run made for its clients (Plan::made_files) and that are not
// gone.
metrics::UploadsReport delete_made_files(const Plan& plan, Duration patience, int interrupt);

}  // namespace gauntlet::client_pool
