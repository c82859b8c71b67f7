// A build of the programs, as one side of a live comparison.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/process/process.h"
#include "orchestrator/run/command_lines.h"

namespace gauntlet::orchestrator::ab {

struct Build {
  std::string name{};  // "base" or "new"
  std::string folder{};
  std::string version{};  // of its server_pool, as rows have it
  run::Programs programs{};
};

// where: empty for that of orchestrator itself, a folder that holds server_pool and client_pool, or
// else a command that makes one. The shell runs it once; the last line of its stdout is the folder,
// relative to where orchestrator was started. Settings that the build does not know are left at
// what it does without them.
//
// Throws Error that begins with the option of the side: kBadInput when a scenario needs a setting
// that the build does not know, kUnable when the command fails or a program does not run,
// kInterrupted.
Build find_build(const std::string& name, const std::string& where,
                 const std::vector<matrix::Scenario>& scenarios, const process::Launcher& launch);

// The long options that a help text mentions: "--mode", "--base-port".
std::set<std::string> flags_in(const std::vector<std::string>& help);

}  // namespace gauntlet::orchestrator::ab
