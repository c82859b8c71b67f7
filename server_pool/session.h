// One connection, from its first byte to its end.
#pragma once

#include "net/asio.h"
#include "server_pool/workspace.h"

namespace gauntlet::server_pool {

// Serves an accepted socket. The first line that comes decides between HTTP and the line protocol.
net::Awaitable<void> run_session(net::Socket socket, Workspace& space);

}  // namespace gauntlet::server_pool
