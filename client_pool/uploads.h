// Deletes what a run left on the server, after all was measured; and sees before it what is not the
// run's.
#pragma once

#include <vector>

#include "client_pool/plan.h"
#include "client_pool/tally.h"
#include "contract/totals.h"

namespace gauntlet::client_pool {

// Asked before the run: of each client of the plan, whether the file that its uploads become may be
// there already, also where no server says. What a server claims of an upload is no proof: some say
// of each that it created a file.
std::vector<bool> uploads_there(const Plan& plan, Duration patience, int interrupt);

// Deletes the files that the server said it created for these clients, which are all of the plan's,
// one after the other, but for those that were there before (uploads_there). Ends early when the
// time has passed or interrupt (a file descriptor, not owned) is readable. What cannot be deleted
// is no error, but told.
contract::UploadsReport delete_uploads(const Plan& plan, const std::vector<Uploaded>& uploaded,
                                       const std::vector<bool>& there, Duration patience,
                                       int interrupt);

// The same for the files that the run made for its clients (Plan::made_files) and that are not
// gone.
contract::UploadsReport delete_made_files(const Plan& plan, Duration patience, int interrupt);

}  // namespace gauntlet::client_pool
