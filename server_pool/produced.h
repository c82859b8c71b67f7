// Sends a body piece by piece, as its producer makes it.
#pragma once

#include <string_view>

#include "net/asio.h"
#include "server_pool/answer.h"
#include "server_pool/connection.h"

namespace gauntlet::server_pool {

// Sends the head and then all pieces: in chunks, or as they are, when the connection ends with
// them. False: the client has not got all of it, or there is no all.
net::Awaitable<bool> send_produced(Connection& connection, std::string_view head,
                                   Producer& producer, bool chunked);

// Sends head, all pieces as one text of base64, and no end yet. False: as above.
net::Awaitable<bool> send_produced_base64(Connection& connection, std::string_view head,
                                          Producer& producer);

}  // namespace gauntlet::server_pool
