// A server that the matrix file describes, with all the processes that it starts.
#pragma once

#include <optional>

#include "orchestrator/run/endpoint.h"
#include "orchestrator/run/parts/kept_program.h"
#include "orchestrator/run/parts/part.h"

namespace gauntlet::orchestrator::run::parts {

class DescribedServer final : public Part {
 public:
  explicit DescribedServer(RunState& run) : run_(run) {}

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
