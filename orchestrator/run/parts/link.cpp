#include "orchestrator/run/parts/link.h"

namespace gauntlet::orchestrator::run::parts {

void Link::start() {
  try {
    network_.emplace(run_.scenario.link().value());
  } catch (const Error& error) {
    note_trouble(run_.seen, kStatusServerDied,
                 std::string("the link cannot be made: ") + error.what());
    return;
  }
  run_.place_of_servers = network_->server();
  run_.place_of_clients = network_->client();
}

}  // namespace gauntlet::orchestrator::run::parts
