// Which server a scenario is of, and what cannot be asked of it.
#pragma once

#include <memory>
#include <vector>

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/matrix/server.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {

// Null for server_pool, and for a name that none has.
std::shared_ptr<const Server> find_server(const Servers& servers, const Scenario& scenario);

// Adds one problem for each line of the file that is wrong about servers: a name that none has,
// settings that only server_pool understands beside another one, variables of the environment that
// are not set.
void refuse_wrong_servers(const std::vector<Scenario>& scenarios, const Servers& servers,
                          Problems& problems);

}  // namespace gauntlet::orchestrator::matrix
