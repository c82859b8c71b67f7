// The content cache: whether it is on, what it has done, and its switch.
#pragma once

#include <optional>

#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

// All workers added up, as JSON.
Answer cache_state(const Route& route, const wire::Request& request, Workspace& space);
// Switches it, for all workers.
net::Awaitable<std::optional<Answer>> switch_cache(Connection& connection, const Route& route,
                                                   const wire::Request& request);

}  // namespace gauntlet::server_pool::operations
