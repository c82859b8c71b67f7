// What happens in a campaign as JSON, a line for each event; the schema stands in
// results/README.md. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "orchestrator/sweep/output.h"

namespace gauntlet::orchestrator::outputs {

// When an event happened.
struct Moment {
  std::int64_t monotonic_ns = 0;  // of the steady clock
  std::string time{};             // as timestamps are written
};

// Of something that happened at a time of the steady clock, until now; and of now.
Moment moment_of(std::chrono::nanoseconds steady);
Moment moment_now();

// Lines come without their end.
std::string begin_line(const Moment& moment, const sweep::Plan& plan,
                       const sweep::Invocation& invocation);
std::string started_line(const Moment& moment, const sweep::Run& run);
std::string ready_line(const Moment& moment, const sweep::Run& run,
                       const std::vector<HostPorts>& pools);
std::string live_line(const Moment& moment, const sweep::Run& run, const contract::LiveLine& line);
std::string paused_line(const Moment& moment, bool begins);
std::string message_line(const Moment& moment, const std::string& sentence);
std::string sample_line(const Moment& moment, const sweep::Run& run,
                        const metrics::Snapshot& sample);
std::string row_line(const Moment& moment, const sweep::Run& run, const table::Row& row);

// rows: how many there were; lost: how many lines before this one will not arrive.
std::string end_line(const Moment& moment, const sweep::Invocation& invocation, std::uint64_t rows,
                     std::uint64_t lost);

}  // namespace gauntlet::orchestrator::outputs
