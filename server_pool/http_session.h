// HTTP/1.1 on one connection: read a request, answer it, again.
#pragma once

#include "net/asio.h"
#include "server_pool/connection.h"

namespace gauntlet::server_pool {

// Until the connection ends. Network errors end it quietly; they are no exceptions.
net::Awaitable<void> serve_http(Connection& connection);

// Empty lines before a request are allowed, and mean nothing (RFC 9112, 2.2).
void skip_blank_lines(Connection& connection);

}  // namespace gauntlet::server_pool
