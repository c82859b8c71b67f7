// A program that is not ours, with a folder of its own and all the processes that it starts, which
// are kept together (process/tree.h).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/run/parts/run_state.h"
#include "orchestrator/run/probe.h"

namespace gauntlet::orchestrator::run::parts {

struct KeptProgramOptions {
  std::string name{};                          // in sentences
  const char* sampled_as = metrics::kServer;   // the name of its samples
  std::map<std::string, std::string> files{};  // of its folder, by name
  std::vector<std::string> argv{};
  Readiness readiness{};
  std::string ready{};          // what it is ready by, in sentences
  std::string stop{"SIGTERM"};  // the signal
  std::string grace{};          // how long it may take to end
};

class KeptProgram {
 public:
  // run outlives it.
  KeptProgram(RunState& run, KeptProgramOptions options);

  // As those of a part; trouble is noted in the run.
  void start();
  bool await_ready();  // whether it is
  void tell_to_stop();
  std::optional<metrics::Usage> stop();  // what it used; nothing of one that was never started

 private:
  void note_early_end(const char* when);
  void note_how_it_stopped(bool in_time, const process::ExitStatus& status);

  RunState& run_;
  KeptProgramOptions options_;
  std::unique_ptr<process::Process> process_{};
  bool ended_early_ = false;
};

}  // namespace gauntlet::orchestrator::run::parts
