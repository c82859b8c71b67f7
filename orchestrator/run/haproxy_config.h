// The configuration of an HAProxy (2.4 or later) that stands before server_pools. Pure. What its
// words mean: https://docs.haproxy.org/2.6/configuration.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/host_ports.h"
#include "base/units.h"

namespace gauntlet::orchestrator::run {

struct HaproxyOptions {
  std::string host = "127.0.0.1";  // on which it listens
  std::uint16_t port = 0;
  std::string_view balance{};  // contract::kHaproxy or kHaproxyLeastconn
  bool speaks_http = true;     // else it hands on bytes, a connection of a client to one worker
  std::vector<HostPorts> pools{};
  std::vector<std::uint64_t> weights{};  // one for each of the pools; empty: equal ones
  std::uint64_t clients = 0;             // that connect at the same time
  Duration patience{};                   // with clients and workers that say nothing
};

std::string haproxy_config(const HaproxyOptions& options);

}  // namespace gauntlet::orchestrator::run
