// A server that is not started by us: it is there, or the clients say that it is not.
#pragma once

#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"

namespace gauntlet::orchestrator::run::parts {

class Address final : public Part {
 public:
  explicit Address(RunState& run) : run_(run) {}

  void start() override;

 private:
  RunState& run_;
};

}  // namespace gauntlet::orchestrator::run::parts
