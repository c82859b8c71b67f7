// HAProxy before the scenario's server_pools, which run already.
#pragma once

#include <optional>

#include "orchestrator/run/endpoint.h"
#include "orchestrator/run/parts/kept_program.h"
#include "orchestrator/run/parts/part.h"

namespace gauntlet::orchestrator::run::parts {

class Haproxy final : public Part {
 public:
  explicit Haproxy(RunState& run) : run_(run) {}

  void start() override;
  void await_ready() override;
  void tell_to_stop() override;
  void stop() override;

 private:
  void prepare();

  RunState& run_;
  Endpoint endpoint_{};
  std::optional<KeptProgram> program_{};
};

}  // namespace gauntlet::orchestrator::run::parts
