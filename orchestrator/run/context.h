// What a scenario is run with.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "contract/live_line.h"
#include "orchestrator/process/process.h"
#include "orchestrator/run/command_lines.h"
#include "orchestrator/run/sampling.h"

namespace gauntlet::orchestrator::run {

// Where the stderr of a scenario's programs goes.
struct LogFiles {
  std::string server{};
  std::string client{};
};

// Where the programs of a scenario write what they saw of its connections.
struct TcpFiles {
  std::string stem{};  // empty: they do not

  // The file of "client", "server", or "mirror1".
  std::string of(const std::string& who) const {
    return stem.empty() ? stem : stem + "." + who + ".csv";
  }
};

// Who is told while the scenario runs, and no longer when it is over. Each may be empty.
struct Followers {
  OnSample on_sample{};
  // The server takes requests: where our own pools listen; none where it is not ours. Not told of
  // servers in a link of their own, which are out of reach.
  std::function<void(const std::vector<HostPorts>&)> on_ready{};
  // Twice a second, how the clients get on. Empty: they are not asked for it.
  std::function<void(const contract::LiveLine&)> on_live{};
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
  TcpFiles tcp{};
  std::string capture{};  // the file for one; empty: none is wanted
  Followers followers{};
  Sampler sampler = metrics::take_snapshot;
  WaitUntil wait{};  // what tests put in the place of the sampling's clock
};

}  // namespace gauntlet::orchestrator::run
