// What is about the server itself: its page, its health, its metrics.
#pragma once

#include <string>
#include <vector>

#include "base/host_ports.h"
#include "server_pool/answer.h"
#include "server_pool/counters.h"

namespace gauntlet::server_pool::operations {

Answer home_page();
Answer healthy();
// All workers added up, and whether each mirror is healthy, in the text format of Prometheus.
Answer metrics(const Counters& counters, const std::vector<HostPorts>& mirrors);

}  // namespace gauntlet::server_pool::operations
