// Small things that whoever starts processes needs.
#pragma once

#include <string>

#include "base/unique_fd.h"
#include "orchestrator/process/process.h"

namespace gauntlet::orchestrator::process {

struct Pipe {
  UniqueFd read_end;
  UniqueFd write_end;
};

// Each throws Error (kUnable). No descriptor lives on in a program that is started.
Pipe make_pipe();
UniqueFd open_log(const std::string& file);  // to append to
UniqueFd open_nothing();                     // /dev/null

int remaining_ms(SteadyTime deadline);  // rounded up; 0 when it has passed

}  // namespace gauntlet::orchestrator::process
