// Whom to ask: the line protocol's redirect.
#pragma once

#include <string_view>

#include "net/asio.h"
#include "server_pool/connection.h"
#include "server_pool/tally.h"

namespace gauntlet::server_pool::operations {

inline constexpr std::string_view kWhere = "WHERE";

// Answers who is to serve the client. At the front of a pool each call takes a turn.
net::Awaitable<void> where_by_line(Connection& connection, Tally& tally);

}  // namespace gauntlet::server_pool::operations
