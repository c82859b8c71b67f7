#include "orchestrator/run/capture.h"

#include "base/error.h"
#include "orchestrator/packets/analysis.h"
#include "orchestrator/packets/reader.h"

namespace gauntlet::orchestrator::run {

CaptureSeen look_at_capture(const std::string& file,
                            const std::optional<contract::CaptureReport>& told) {
  if (!told) return {.problem = "client_pool has captured nothing"};
  CaptureSeen seen{.dropped = told->dropped, .problem = told->problem};
  if (!seen.problem.empty()) return seen;
  try {
    packets::Analysis analysis;
    packets::Segment segment;
    seen.problem =
        packets::read_capture(file, [&](packets::LinkType link, const packets::RawPacket& packet) {
          analysis.add(link, packet, segment);
        });
    seen.figures = analysis.totals();
    if (const metrics::Histogram* trips = analysis.round_trips())
      if (const auto p99 = trips->quantile_s(metrics::Quantile::kP99)) seen.rtt_p99_us = *p99 * 1e6;
  } catch (const Error& error) {
    seen.problem = error.what();
  }
  return seen;
}

}  // namespace gauntlet::orchestrator::run
