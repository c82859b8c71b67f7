#include "orchestrator/run/parts/haproxy.h"

#include "contract/weights.h"
#include "orchestrator/run/haproxy_config.h"
#include "orchestrator/run/server_texts.h"

namespace gauntlet::orchestrator::run::parts {
namespace {

constexpr const char* kLoopback = "127.0.0.1";
constexpr const char* kConfigFile = "haproxy.cfg";

std::string config_of(const RunState& run, std::uint16_t port) {
  HaproxyOptions options{.port = port,
                         .balance = run.scenario.text("balance"),
                         .speaks_http = run.scenario.text("protocol") == "http",
                         .clients = run.scenario.integer("client_pool"),
                         .patience = run.scenario.duration("scenario_timeout")};
  for (const contract::ReadyLine& ready : ready_lines(run.seen))
    options.pools.push_back(place_of(ready));
  if (auto weights = contract::parse_weights(run.scenario.text("weights")))
    options.weights = std::move(*weights);
  return haproxy_config(options);
}

}  // namespace

// It is ready when a worker answers through it, which each does over either protocol.
KeptProgramOptions Haproxy::prepare() {
  const std::uint16_t port = free_ports(1).front();
  const std::string config = (run_.context.server_folder / kConfigFile).string();
  return {.name = "haproxy",
          .sampled_as = metrics::kProxy,
          .usage = &Observed::proxy_usage,
          .files = {{kConfigFile, config_of(run_, port)}},
          .argv = {run_.context.haproxy, "-db", "-f", config},
          .readiness = {.by = ReadyBy::kAnswer,
                        .url = {.host = kLoopback, .port = port, .target = "/-/healthy"}},
          .ready = "an answer of a worker through it",
          .grace = "5s",
          .endpoint = {.targets = {{.host = kLoopback, .ports = {port}}}}};
}

}  // namespace gauntlet::orchestrator::run::parts
