#include "orchestrator/run/parts/described_server.h"

#include "orchestrator/matrix/server.h"
#include "orchestrator/run/server_texts.h"

namespace gauntlet::orchestrator::run::parts {

KeptProgramOptions DescribedServer::prepare() {
  const matrix::Server& server = *run_.scenario.server;
  run_.seen.server = server.name;
  const ServerTexts texts(server, {.scenario = run_.scenario,
                                   .folder = run_.context.server_folder.string(),
                                   .root = run_.context.root.string(),
                                   .ports = free_ports(run_.scenario.integer("server_pool"))});
  run_.seen.secrets = texts.secrets();
  run_.seen.server_argv = texts.argv();
  return {.name = server.name,
          .files = texts.files(),
          .argv = run_.seen.server_argv,
          .readiness = texts.readiness(),
          .ready = server.ready,
          .stop = server.stop,
          .grace = server.grace,
          .endpoint = texts.endpoint()};
}

}  // namespace gauntlet::orchestrator::run::parts
