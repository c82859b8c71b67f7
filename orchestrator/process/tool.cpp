#include "orchestrator/process/tool.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "orchestrator/process/child.h"

namespace gauntlet::orchestrator::process {

void run_tool(const std::vector<std::string>& argv, const Place& place) {
  Child child({.argv = argv, .joins_streams = true, .place = place});
  const SteadyTime deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  std::string said;
  std::string line;
  while (child.read_line(line, deadline) == Got::kLine) said += (said.empty() ? "" : " ") + line;
  const auto status = child.wait(deadline);
  if (status && status->clean()) return;
  throw Error(fmt::format("'{}' {}{}{}", fmt::join(argv, " "),
                          status ? to_string(*status) : "did not end in 10 s",
                          said.empty() ? "" : ": ", said),
              ExitCode::kUnable);
}

}  // namespace gauntlet::orchestrator::process
