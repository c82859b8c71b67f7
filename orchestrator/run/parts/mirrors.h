// The server_pools that serve the same files as the one that the clients know first.
#pragma once

#include <vector>

#include "orchestrator/run/parts/own_server.h"
#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"

namespace gauntlet::orchestrator::run::parts {

class Mirrors final : public Part {
 public:
  explicit Mirrors(RunState& run);

  void start() override;  // all at once
  void await_ready() override;
  void tell_to_stop() override;
  void stop() override;

  OwnServer& number(std::size_t number) { return servers_.at(number - 1); }  // from 1 on

 private:
  RunState& run_;
  std::vector<OwnServer> servers_{};
};

}  // namespace gauntlet::orchestrator::run::parts
