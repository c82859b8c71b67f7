#include "orchestrator/run/parts/address.h"

#include "orchestrator/matrix/server.h"
#include "orchestrator/run/server_texts.h"

namespace gauntlet::orchestrator::run::parts {

void Address::start() {
  run_.seen.server = run_.scenario.server->name;
  try {
    const ServerTexts texts(*run_.scenario.server, {.scenario = run_.scenario});
    run_.endpoint = texts.endpoint();
    run_.seen.secrets = texts.secrets();
  } catch (const Error& error) {
    note_trouble(run_.seen, kStatusServerDied, error.what());
  }
}

}  // namespace gauntlet::orchestrator::run::parts
