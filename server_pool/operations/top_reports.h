// What clients say of their own machine's top process (contract/top_report.h).
#pragma once

#include <optional>

#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

// Takes a client's report.
net::Awaitable<std::optional<Answer>> take_top_report(Connection& connection, const Route& route,
                                                      const wire::Request& request);
// The last report of each client, at whichever worker.
Answer top_reports(const Route& route, const wire::Request& request, Workspace& space);

}  // namespace gauntlet::server_pool::operations
