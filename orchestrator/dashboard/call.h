// A request to a server_pool that runs: what the page asks it, once a second at most.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/host_ports.h"
#include "net/asio.h"
#include "orchestrator/dashboard/live_state.h"

namespace gauntlet::orchestrator::dashboard {

struct Called {
  int status = 0;
  std::string body{};
};

// To the first port of the place, with a connection of its own, for no longer than two seconds.
// method: "GET" or "PUT". Nothing where no whole answer came.
net::Awaitable<std::optional<Called>> call(asio::io_context& io, HostPorts place,
                                           std::string_view method, std::string_view target,
                                           std::string_view body);

// What the text of /-/metrics says.
ServerFigures read_figures(std::string_view metrics);

}  // namespace gauntlet::orchestrator::dashboard
