// What happens in a campaign as JSON, a line for each event; the schema stands in
// results/README.md. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "orchestrator/sweep/output.h"

namespace gauntlet::orchestrator::outputs {

// When an event happened.
struct Moment {
  std::int64_t monotonic_ns = 0;  // of the steady clock
  std::string time{};             // as timestamps are written
};

// Lines come without their end.
std::string begin_line(const Moment& moment, const sweep::Plan& plan,
                       const sweep::Invocation& invocation);
std::string started_line(const Moment& moment, const sweep::Run& run);
std::string sample_line(const Moment& moment, const sweep::Run& run,
                        const metrics::Snapshot& sample);
std::string row_line(const Moment& moment, const sweep::Run& run, const table::Row& row);

// rows: how many there were; lost: how many lines before this one will not arrive.
std::string end_line(const Moment& moment, const sweep::Invocation& invocation, std::uint64_t rows,
                     std::uint64_t lost);

}  // namespace gauntlet::orchestrator::outputs
