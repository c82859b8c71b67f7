// The network between the servers and the clients, where the scenario asks for one of its own.
#pragma once

#include <optional>

#include "orchestrator/link/network.h"
#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"

namespace gauntlet::orchestrator::run::parts {

class Link final : public Part {
 public:
  explicit Link(RunState& run) : run_(run) {}

  void start() override;
  void stop() override { network_.reset(); }

 private:
  RunState& run_;
  std::optional<link::Network> network_{};
};

}  // namespace gauntlet::orchestrator::run::parts
