// Samples of the machine and of the programs that were started before, until the report is there.
#pragma once

#include <optional>

#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"
#include "orchestrator/run/sampling.h"

namespace gauntlet::orchestrator::run::parts {

class SamplerPart final : public Part {
 public:
  explicit SamplerPart(RunState& run) : run_(run) {}

  void start() override;
  void await_report() override { stop(); }
  void stop() override;

 private:
  RunState& run_;
  std::optional<Sampling> sampling_{};
};

}  // namespace gauntlet::orchestrator::run::parts
