#include "orchestrator/run/parts/described_server.h"

#include "orchestrator/matrix/server.h"
#include "orchestrator/run/server_texts.h"

namespace gauntlet::orchestrator::run::parts {

void DescribedServer::prepare() {
  const matrix::Server& server = *run_.scenario.server;
  const ServerTexts texts(server, {.scenario = run_.scenario,
                                   .folder = run_.context.server_folder.string(),
                                   .root = run_.context.root.string(),
                                   .ports = free_ports(run_.scenario.integer("server_pool"))});
  run_.seen.secrets = texts.secrets();
  run_.seen.server_argv = texts.argv();
  endpoint_ = texts.endpoint();
  program_.emplace(run_, KeptProgramOptions{.name = server.name,
                                            .sampled_as = metrics::kServer,
                                            .files = texts.files(),
                                            .argv = texts.argv(),
                                            .readiness = texts.readiness(),
                                            .ready = server.ready,
                                            .stop = server.stop,
                                            .grace = server.grace});
}

void DescribedServer::start() {
  run_.seen.server = run_.scenario.server->name;
  try {
    prepare();
  } catch (const Error& error) {
    note_trouble(run_.seen, kStatusServerDied, error.what());
    return;
  }
  program_->start();
}

void DescribedServer::await_ready() {
  if (program_ && program_->await_ready()) run_.endpoint = endpoint_;
}

void DescribedServer::tell_to_stop() {
  if (program_) program_->tell_to_stop();
}

void DescribedServer::stop() {
  if (program_) run_.seen.server_usage = program_->stop();
}

}  // namespace gauntlet::orchestrator::run::parts
