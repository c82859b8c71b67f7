// server_pool's part of it.
#pragma once

#include "server_pool/operations/operation.h"
#include "tests/made_up_operation/touch.h"

namespace gauntlet::server_pool::operations {

Answer touch(const Route& route, const wire::Request& request, Workspace& space);
net::Awaitable<void> touch_by_line(Connection& connection, const wire::LineRequest& request,
                                   Tally& tally);

}  // namespace gauntlet::server_pool::operations
