// Programs of the system.
#pragma once

#include <string>

namespace gauntlet::orchestrator::process {

// The path of the first one of that name in the folders, which are joined by colons; empty: there
// is none.
std::string find_program(const std::string& name, const std::string& folders);

// Those of the PATH, and where Debian has what is not in the PATH of every user.
std::string folders_of_system();

// Whether there is a program at that path that may be run.
bool is_program(const std::string& path);

}  // namespace gauntlet::orchestrator::process
