// Makes the files that an operation uses up, before anything is measured.
#pragma once

#include <vector>

#include "client_pool/plan.h"

namespace gauntlet::client_pool {

// How many files the options ask for, of all clients together. Throws Error where that is too many.
std::uint64_t count_of_files(const ClientOptions& options);

// Makes them on the targets of the plan, each for its share of the clients, one after the other. No
// name can have been there before: over HTTP it holds a number that chance gave this run, over the
// line protocol, where the content gives the name, the content does.
//
// Throws Error when a file cannot be made (kUnable), or interrupt, a file descriptor that is not
// owned, becomes readable (kInterrupted); what was made is deleted then.
std::vector<MadeFiles> make_files(const Plan& plan, int interrupt);

}  // namespace gauntlet::client_pool
