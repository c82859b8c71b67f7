// A request's body that is small enough to be held in memory.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

// Why there is no body: the answer to that, or nothing where the connection broke.
using NoBody = std::optional<Answer>;

// Receives a body that has a length of at most so many bytes. what: "a report", for the refusal.
// The request is good until the first co_await.
net::Awaitable<tl::expected<std::string, NoBody>> receive_small_body(Connection& connection,
                                                                     const wire::Request& request,
                                                                     std::size_t at_most,
                                                                     std::string_view what);

}  // namespace gauntlet::server_pool::operations
