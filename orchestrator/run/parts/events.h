// What is done to the servers of a scenario while its clients run. It is done by whoever waits for
// the clients, since a program must be started by a thread that outlives it.
#pragma once

#include <optional>
#include <vector>

#include "contract/events.h"
#include "orchestrator/run/parts/own_server.h"
#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"

namespace gauntlet::orchestrator::run::parts {

class Events final : public Part {
 public:
  // pools: by their numbers. All outlive it.
  Events(RunState& run, std::vector<OwnServer*> pools);

  void start() override;  // times count from here and the warm-up on; the clients are next

  // When the next one is due; nothing: none is left.
  std::optional<process::SteadyTime> next() const;
  // Does all that are due.
  void act();

 private:
  RunState& run_;
  std::vector<OwnServer*> pools_;
  std::vector<contract::Event> events_;
  std::size_t done_ = 0;
  process::SteadyTime begin_{};
};

}  // namespace gauntlet::orchestrator::run::parts
