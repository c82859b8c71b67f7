// A server that the matrix file describes, with all the processes that it starts.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"
#include "orchestrator/run/server_texts.h"

namespace gauntlet::orchestrator::run::parts {

class DescribedServer final : public Part {
 public:
  explicit DescribedServer(RunState& run) : run_(run), server_(*run.scenario.server) {}

  void start() override;
  void await_ready() override;
  void tell_to_stop() override;
  void stop() override;

 private:
  void prepare();
  void note_early_end(const char* when);
  void note_how_it_stopped(bool in_time, const process::ExitStatus& status);

  RunState& run_;
  const matrix::Server& server_;
  std::optional<ServerTexts> texts_{};
  std::unique_ptr<process::Process> process_{};
  bool ended_early_ = false;
};

}  // namespace gauntlet::orchestrator::run::parts
