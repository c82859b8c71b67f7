// The processes of this machine that use most CPU time; and what clients say of theirs.
#pragma once

#include <optional>

#include "contract/operations.h"
#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

// The services beside it, which are no operations of the catalogue.
inline constexpr contract::Operation kTopReport{.name = "top report",
                                                .method = "POST",
                                                .line_word = "",
                                                .flow = contract::Flow::kUp,
                                                .files = contract::Files::kNone,
                                                .moves_volume = false,
                                                .usual_volume = 0,
                                                .metric = contract::kByTime};
inline constexpr contract::Operation kTopReports{.name = "top reports",
                                                 .method = "GET",
                                                 .line_word = "",
                                                 .flow = contract::Flow::kDown,
                                                 .files = contract::Files::kNone,
                                                 .moves_volume = false,
                                                 .usual_volume = 0,
                                                 .metric = contract::kByTime};

// An answer whose completion makes the table; with an interval, at its end.
Answer top(const Route& route, const wire::Request& request, Workspace& space);
net::Awaitable<void> top_by_line(Connection& connection, const wire::LineRequest& request,
                                 Tally& tally);

// Takes a client's report.
net::Awaitable<std::optional<Answer>> take_top_report(Connection& connection, const Route& route,
                                                      const wire::Request& request);
// The last report of each client, at whichever worker.
Answer top_reports(const Route& route, const wire::Request& request, Workspace& space);

}  // namespace gauntlet::server_pool::operations
