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
void Haproxy::prepare() {
  const std::uint16_t port = free_ports(1).front();
  endpoint_ = {.targets = {{.host = kLoopback, .ports = {port}}}};
  const std::string config = (run_.context.server_folder / kConfigFile).string();
  const Readiness readiness{.by = ReadyBy::kAnswer,
                            .url = {.host = kLoopback, .port = port, .target = "/-/healthy"}};
  program_.emplace(run_, KeptProgramOptions{.name = "haproxy",
                                            .sampled_as = metrics::kProxy,
                                            .files = {{kConfigFile, config_of(run_, port)}},
                                            .argv = {run_.context.haproxy, "-db", "-f", config},
                                            .readiness = readiness,
                                            .ready = "an answer of a worker through it",
                                            .grace = "5s"});
}

void Haproxy::start() {
  try {
    prepare();
  } catch (const Error& error) {
    note_trouble(run_.seen, kStatusServerDied, error.what());
    return;
  }
  program_->start();
}

void Haproxy::await_ready() {
  if (program_ && program_->await_ready()) run_.endpoint = endpoint_;
}

void Haproxy::tell_to_stop() {
  if (program_) program_->tell_to_stop();
}

void Haproxy::stop() {
  if (program_) run_.seen.proxy_usage = program_->stop();
}

}  // namespace gauntlet::orchestrator::run::parts
