// What a scenario is run with.
#pragma once

#include <filesystem>
#include <string>

#include "orchestrator/process/process.h"
#include "orchestrator/run/command_lines.h"
#include "orchestrator/run/sampling.h"

namespace gauntlet::orchestrator::run {

// Where the stderr of a scenario's programs goes.
struct LogFiles {
  std::string server{};
  std::string client{};
};

// What it refers to outlives the run.
struct RunContext {
  const Programs& programs;
  const process::Launcher& launch;
  process::Launcher launch_others{};  // of programs that are not ours (process/tree.h)
  std::filesystem::path root{};       // of the files that are served
  std::string haproxy{};              // the program; empty where no scenario needs it
  // Of a server that is not ours, or of HAProxy; made and removed by the run.
  std::filesystem::path server_folder{};
  LogFiles logs{};
  OnSample on_sample{};  // is no longer called when the run is over
  Sampler sampler = metrics::take_snapshot;
  WaitUntil wait{};  // what tests put in the place of the sampling's clock
};

}  // namespace gauntlet::orchestrator::run
