// client_pool, whose report is what a scenario is run for.
#pragma once

#include <memory>

#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"

namespace gauntlet::orchestrator::run::parts {

class Clients final : public Part {
 public:
  explicit Clients(RunState& run) : run_(run) {}

  void start() override;
  void await_report() override;
  void stop() override;

 private:
  RunState& run_;
  std::unique_ptr<process::Process> process_{};
};

}  // namespace gauntlet::orchestrator::run::parts
