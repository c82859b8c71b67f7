// Where the clients of a scenario find the files. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/host_ports.h"
#include "contract/reports.h"
#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator::run {

struct Endpoint {
  std::vector<HostPorts> targets{};      // over which the clients are spread
  std::vector<HostPorts> redirect_to{};  // where else a redirect may lead them
  std::string path = "/files/";          // of the folder, with its query
};

// The address on which a server of the scenario is to listen: that of its link, or the setting
// host.
std::string host_of_servers(const matrix::Scenario& scenario);

// "127.0.0.1:7001,7002", as options take it.
std::string to_text(const HostPorts& place);

HostPorts place_of(const contract::ReadyLine& ready);

// Of server_pools that serve the same files. The first one is the one that redirects, with a
// balance that does.
Endpoint endpoint_of(std::string_view balance, const std::vector<contract::ReadyLine>& pools);

}  // namespace gauntlet::orchestrator::run
