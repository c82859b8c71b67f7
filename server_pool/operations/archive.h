// One archive of what a search finds, over HTTP and, as base64, in the line protocol.
#pragma once

#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

// "/-/archive?format=tar.gz&folder=...&" and the filters of a search.
Answer archive(const Route& route, const wire::Request& request, Workspace& space);
net::Awaitable<void> archive_by_line(Connection& connection, const wire::LineRequest& request,
                                     Tally& tally);

}  // namespace gauntlet::server_pool::operations
