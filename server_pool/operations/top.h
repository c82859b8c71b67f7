// The processes of this machine that use most CPU time.
#pragma once

#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

// An answer whose completion makes the table; with an interval, at its end.
Answer top(const Route& route, const wire::Request& request, Workspace& space);
net::Awaitable<void> top_by_line(Connection& connection, const wire::LineRequest& request,
                                 Tally& tally);

}  // namespace gauntlet::server_pool::operations
