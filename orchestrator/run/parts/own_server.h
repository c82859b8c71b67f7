// server_pool, which says itself when it is ready and what it did.
#pragma once

#include <memory>
#include <string>

#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"

namespace gauntlet::orchestrator::run::parts {

class OwnServer final : public Part {
 public:
  explicit OwnServer(RunState& run) : run_(run) {}

  void start() override;
  void await_ready() override;
  void tell_to_stop() override;
  void stop() override;

 private:
  std::string describe_death(const process::ExitStatus& status) const;

  RunState& run_;
  std::unique_ptr<process::Process> process_{};
  bool ended_early_ = false;
};

}  // namespace gauntlet::orchestrator::run::parts
