// A part that is a program of others, with a folder of its own and all the processes that it
// starts, which are kept together (process/tree.h).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/run/endpoint.h"
#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"
#include "orchestrator/run/probe.h"

namespace gauntlet::orchestrator::run::parts {

struct KeptProgramOptions {
  std::string name{};                         // in sentences
  const char* sampled_as = metrics::kServer;  // the name of its samples
  // Where it is noted what it used.
  std::optional<metrics::Usage> Observed::*usage = &Observed::server_usage;
  std::map<std::string, std::string> files{};  // of its folder, by name
  std::vector<std::string> argv{};
  Readiness readiness{};
  std::string ready{};          // what it is ready by, in sentences
  std::string stop{"SIGTERM"};  // the signal
  std::string grace{};          // how long it may take to end
  Endpoint endpoint{};          // where the clients find the files, once it is ready
};

class KeptProgram : public Part {
 public:
  explicit KeptProgram(RunState& run) : run_(run) {}

  void start() override;
  void await_ready() override;
  void tell_to_stop() override;
  void stop() override;

 protected:
  RunState& run_;

 private:
  // What to start. Throws Error where that cannot be said.
  virtual KeptProgramOptions prepare() = 0;

  bool is_ready();
  void note_early_end(const char* when);
  void note_how_it_stopped(bool in_time, const process::ExitStatus& status);

  KeptProgramOptions options_{};
  std::unique_ptr<process::Process> process_{};
  bool ended_early_ = false;
};

}  // namespace gauntlet::orchestrator::run::parts
