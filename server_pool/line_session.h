// The line protocol on one connection: read a line, answer it, again.
#pragma once

#include "net/asio.h"
#include "server_pool/connection.h"

namespace gauntlet::server_pool {

// Until the connection ends. Network errors end it quietly; they are no exceptions.
net::Awaitable<void> serve_lines(Connection& connection);

}  // namespace gauntlet::server_pool
