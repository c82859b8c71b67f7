// From what was measured to the report, as programs and as people read it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client_pool/workspace.h"
#include "contract/client_report.h"

namespace gauntlet::client_pool {

// What the pool knows of a run beside what its workers measured.
struct Run {
  net::SteadyTime start{};  // of the clients
  Duration time{};          // of the whole run; it counts where clients were interrupted
  std::vector<int> pids{};  // of the worker processes
  std::optional<std::uint64_t> time_wait{};  // most connections in TIME_WAIT at a time
};

// Adds it to what they measured. CPU and memory are read here: of this process and of the children
// that it has reaped.
void complete(contract::Totals& totals, const Plan& plan, const Run& run);

// One line, with a line feed at the end.
std::string json_line(const contract::ClientReport& report);
// Several lines, aligned, with a line feed at the end. url: what was asked for; may be empty.
std::string summary(const contract::ClientReport& report, std::string_view url = {});

}  // namespace gauntlet::client_pool
