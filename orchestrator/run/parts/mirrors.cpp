#include "orchestrator/run/parts/mirrors.h"

namespace gauntlet::orchestrator::run::parts {

Mirrors::Mirrors(RunState& run) : run_(run) {
  const std::size_t count = run.scenario.integer("mirrors");
  for (std::size_t number = 1; number <= count; ++number) servers_.emplace_back(run, number);
}

void Mirrors::start() {
  for (OwnServer& server : servers_)
    if (run_.going_on()) server.start();
}

void Mirrors::await_ready() {
  for (OwnServer& server : servers_)
    if (run_.going_on()) server.await_ready();
}

void Mirrors::tell_to_stop() {
  for (OwnServer& server : servers_) server.tell_to_stop();
}

void Mirrors::stop() {
  for (OwnServer& server : servers_) server.stop();
}

}  // namespace gauntlet::orchestrator::run::parts
