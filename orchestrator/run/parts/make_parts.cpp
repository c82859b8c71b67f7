#include "orchestrator/run/parts/make_parts.h"

#include <utility>

#include "contract/choices.h"
#include "orchestrator/run/parts/address.h"
#include "orchestrator/run/parts/clients.h"
#include "orchestrator/run/parts/described_server.h"
#include "orchestrator/run/parts/events.h"
#include "orchestrator/run/parts/haproxy.h"
#include "orchestrator/run/parts/link.h"
#include "orchestrator/run/parts/mirrors.h"
#include "orchestrator/run/parts/own_server.h"
#include "orchestrator/run/parts/sampler.h"

namespace gauntlet::orchestrator::run::parts {
namespace {

using Parts = std::vector<std::unique_ptr<Part>>;

// Puts the part last, and gives it back.
template <typename Kind, typename... Arguments>
Kind& add(Parts& parts, RunState& run, Arguments&&... arguments) {
  auto part = std::make_unique<Kind>(run, std::forward<Arguments>(arguments)...);
  Kind& kept = *part;
  parts.push_back(std::move(part));
  return kept;
}

// Our own, in the order of their numbers: those that events may be done to.
std::vector<OwnServer*> add_servers(Parts& parts, RunState& run) {
  const matrix::Server* server = run.scenario.server.get();
  std::vector<OwnServer*> pools;
  if (server == nullptr) {
    const std::size_t count = run.scenario.integer("mirrors");
    Mirrors* const mirrors = count > 0 ? &add<Mirrors>(parts, run) : nullptr;
    pools.push_back(&add<OwnServer>(parts, run, std::size_t{0}));
    for (std::size_t i = 1; i <= count; ++i) pools.push_back(&mirrors->number(i));
  } else if (server->is_started()) {
    add<DescribedServer>(parts, run);
  } else {
    add<Address>(parts, run);
  }
  return pools;
}

}  // namespace

Parts make_parts(RunState& run) {
  Parts parts;
  if (run.scenario.link()) add<Link>(parts, run);
  const std::vector<OwnServer*> pools = add_servers(parts, run);
  if (contract::is_haproxy(run.scenario.text("balance"))) add<Haproxy>(parts, run);
  Events& events = add<Events>(parts, run, pools);
  add<Clients>(parts, run, events);
  add<SamplerPart>(parts, run);
  return parts;
}

}  // namespace gauntlet::orchestrator::run::parts
