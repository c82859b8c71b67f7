#include "orchestrator/run/haproxy_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "contract/choices.h"

namespace gauntlet::orchestrator::run {
namespace {

// HAProxy closes idle connections to workers that are more than a fifth of those that it may have,
// so it may have several for each client, and then some for its checks.
std::uint64_t most_connections(const HaproxyOptions& options) {
  std::uint64_t workers = 0;
  for (const HostPorts& pool : options.pools) workers += pool.ports.size();
  return 4 * options.clients + workers + 100;
}

// HAProxy counts in milliseconds, up to 24 days.
std::string milliseconds(Duration duration) {
  constexpr std::chrono::hours kMost{24 * 24};
  using Milliseconds = std::chrono::milliseconds;
  return fmt::format("{}ms",
                     std::chrono::ceil<Milliseconds>(std::min<Duration>(duration, kMost)).count());
}

// One line for each worker: all workers of a pool have the pool's weight.
std::string server_lines(const HaproxyOptions& options) {
  std::string lines;
  for (std::size_t i = 0; i < options.pools.size(); ++i) {
    const HostPorts& pool = options.pools[i];
    const std::uint64_t weight = options.weights.empty() ? 1 : options.weights.at(i);
    for (std::size_t worker = 0; worker < pool.ports.size(); ++worker)
      lines += fmt::format("  server pool{}_worker{} {}:{} check weight {}\n", i, worker,
                           in_brackets(pool.host), pool.ports[worker], weight);
  }
  return lines;
}

}  // namespace

// Without nbthread there is a thread for each CPU that it may use. Without log, requests are not
// logged; what happens to workers is said on stderr. In mode http each request is balanced anew,
// and connections are kept on both sides. A check may take two seconds, since a worker answers it
// between the requests of its clients, and a worker counts as gone after three that failed. One
// that refuses a connection counts as gone at once, until a check is well: by leastconn all would
// be sent there else, since it has no connections.
std::string haproxy_config(const HaproxyOptions& options) {
  const bool by_connections = options.balance == contract::kHaproxyLeastconn;
  return fmt::format(
      R"(global
  maxconn {connections}

defaults
  mode {mode}
  maxconn {connections}
  timeout connect 5s
  timeout client {patience}
  timeout server {patience}
  timeout check 2s
  retries 3
  option redispatch 1

frontend clients
  bind {host}:{port}
  default_backend workers

backend workers
  balance {algorithm}
  {reuse}option httpchk GET /-/healthy
  http-check expect status 200
  default-server inter 500ms fall 3 rise 1 observe layer4 error-limit 1 on-error mark-down
{servers})",
      fmt::arg("connections", most_connections(options)),
      fmt::arg("mode", options.speaks_http ? "http" : "tcp"),
      fmt::arg("patience", milliseconds(options.patience)), fmt::arg("host", options.host),
      fmt::arg("port", options.port),
      fmt::arg("algorithm", by_connections ? "leastconn" : "roundrobin"),
      fmt::arg("reuse", options.speaks_http ? "http-reuse safe\n  " : ""),
      fmt::arg("servers", server_lines(options)));
}

}  // namespace gauntlet::orchestrator::run
