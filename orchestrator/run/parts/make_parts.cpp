#include "orchestrator/run/parts/make_parts.h"

#include "contract/choices.h"
#include "orchestrator/run/parts/address.h"
#include "orchestrator/run/parts/clients.h"
#include "orchestrator/run/parts/described_server.h"
#include "orchestrator/run/parts/haproxy.h"
#include "orchestrator/run/parts/mirrors.h"
#include "orchestrator/run/parts/own_server.h"
#include "orchestrator/run/parts/sampler.h"

namespace gauntlet::orchestrator::run::parts {
namespace {

std::unique_ptr<Part> make_server(RunState& run) {
  const matrix::Server* server = run.scenario.server.get();
  if (server == nullptr) return std::make_unique<OwnServer>(run, 0);
  if (server->is_started()) return std::make_unique<DescribedServer>(run);
  return std::make_unique<Address>(run);
}

}  // namespace

std::vector<std::unique_ptr<Part>> make_parts(RunState& run) {
  std::vector<std::unique_ptr<Part>> parts;
  if (run.scenario.integer("mirrors") > 0) parts.push_back(std::make_unique<Mirrors>(run));
  parts.push_back(make_server(run));
  if (contract::is_haproxy(run.scenario.text("balance")))
    parts.push_back(std::make_unique<Haproxy>(run));
  parts.push_back(std::make_unique<Clients>(run));
  parts.push_back(std::make_unique<SamplerPart>(run));
  return parts;
}

}  // namespace gauntlet::orchestrator::run::parts
