#include "orchestrator/sweep/advice.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/units.h"

namespace gauntlet::orchestrator::sweep {

std::string pacing_advice(const std::vector<matrix::Scenario>& scenarios,
                          const std::string& system) {
  const auto paced = std::count_if(scenarios.begin(), scenarios.end(),
                                   [&system](const matrix::Scenario& scenario) {
                                     if (scenario.server != nullptr)
                                       return false;                     // not ours to set
                                     if (scenario.link()) return false;  // no loopback
                                     const std::string& chosen = scenario.text("congestion");
                                     return (chosen == "system" ? system : chosen) == "bbr";
                                   });
  if (paced == 0) return {};
  return fmt::format(
      "hint: {} run with congestion control bbr, which paces even loopback traffic and can cost it "
      "more than half of its throughput; write 'congestion: cubic' under 'settings', "
      "or use --set congestion=cubic",
      counted_of(static_cast<std::uint64_t>(paced), scenarios.size(), "scenarios"));
}

}  // namespace gauntlet::orchestrator::sweep
