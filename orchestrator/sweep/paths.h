// The paths to the servers of a campaign that are not on this machine (orchestrator/trace).
#pragma once

#include <string>
#include <vector>

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/process/interrupt.h"
#include "orchestrator/trace/path.h"

namespace gauntlet::orchestrator::sweep {

// The addresses of the servers that are not started by us, each once. None whose host comes from a
// variable of the environment, which nothing may show, and none that cannot be filled in.
std::vector<trace::Target> addresses_of(const std::vector<matrix::Scenario>& scenarios);

struct PathsFound {
  std::vector<trace::Path> paths{};
  std::vector<std::string> notes{};  // sentences: why a path was not looked for, or not found
};

// Finds the paths to those of the targets that are not this machine, all at the same time, which
// takes some seconds. Never throws for a path that it does not find.
PathsFound find_paths(const std::vector<trace::Target>& targets,
                      const process::Interrupt& interrupt);

// What people are told of them.
std::vector<std::string> sentences_of(const PathsFound& found);

}  // namespace gauntlet::orchestrator::sweep
