// What matches in a folder and all within it: over HTTP as a listing, JSON or HTML, and in the line
// protocol.
#pragma once

#include <string_view>
#include <tl/expected.hpp>

#include "contract/filters.h"
#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

Answer search(const Route& route, const wire::Request& request, Workspace& space);

// "SEARCH key=value ...", in the root or in what "folder=..." names.
net::Awaitable<void> search_by_line(Connection& connection, const wire::LineRequest& request,
                                    Tally& tally);

}  // namespace gauntlet::server_pool::operations
