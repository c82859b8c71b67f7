#include "orchestrator/run/parts/haproxy.h"

#include "contract/weights.h"
#include "orchestrator/run/haproxy_config.h"
#include "orchestrator/run/server_texts.h"

namespace gauntlet::orchestrator::run::parts {
namespace {

constexpr const char* kConfigFile = "haproxy.cfg";

HaproxyOptions options_of(const RunState& run) {
  HaproxyOptions options{.port = free_ports(1).front(),
                         .balance = run.scenario.text("balance"),
                         .speaks_http = run.scenario.text("protocol") == "http",
                         .clients = run.scenario.integer("client_pool"),
                         .patience = run.scenario.duration("scenario_timeout")};
  for (const contract::ReadyLine& ready : ready_lines(run.seen))
    options.pools.push_back(place_of(ready));
  if (auto weights = contract::parse_weights(run.scenario.text("weights")))
    options.weights = std::move(*weights);
  if (run.scenario.link()) options.host = host_of_servers(run.scenario);
  return options;
}

}  // namespace

// It is ready when a worker answers through it, which each does over either protocol.
KeptProgramOptions Haproxy::prepare() {
  const HaproxyOptions options = options_of(run_);
  const std::string config = (run_.context.server_folder / kConfigFile).string();
  return {
      .name = "haproxy",
      .sampled_as = metrics::kProxy,
      .usage = &Observed::proxy_usage,
      .files = {{kConfigFile, haproxy_config(options)}},
      .argv = {run_.context.haproxy, "-db", "-f", config},
      .readiness = {.by = ReadyBy::kAnswer,
                    .url = {.host = options.host, .port = options.port, .target = "/-/healthy"}},
      .ready = "an answer of a worker through it",
      .grace = "5s",
      .endpoint = {.targets = {{.host = options.host, .ports = {options.port}}}}};
}

}  // namespace gauntlet::orchestrator::run::parts
