// What the capture of a scenario's packets shows, which client_pool has made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "contract/totals.h"
#include "orchestrator/packets/figures.h"

namespace gauntlet::orchestrator::run {

struct CaptureSeen {
  std::optional<packets::Figures> figures{};  // of both directions of all connections
  std::optional<double> rtt_p99_us{};
  std::uint64_t dropped = 0;  // packets that are not in it, as CaptureReport has them
  std::string problem{};      // why there is none, or none that is whole; a sentence
};

// Analyses the file. told: what client_pool says of it; nothing: it says nothing. Whatever stands
// in the way is the problem.
CaptureSeen look_at_capture(const std::string& file,
                            const std::optional<contract::CaptureReport>& told);

}  // namespace gauntlet::orchestrator::run
