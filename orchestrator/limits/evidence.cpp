#include "orchestrator/limits/evidence.h"

#include <algorithm>

namespace gauntlet::orchestrator::limits {
namespace {

using contract::ClientReport;
using contract::StoppedLine;
using contract::WorkerReport;

double part(double some, double all) { return all > 0 ? std::min(1.0, some / all) : 0; }

double refused_part(const ClientReport& report) {
  const auto found = report.errors.find("refused");
  const std::uint64_t refused = found == report.errors.end() ? 0 : found->second;
  return part(static_cast<double>(refused + report.rejected),
              static_cast<double>(report.requests + report.failed_requests + report.rejected));
}

void fill_server(Evidence& evidence, const StoppedLine& stopped) {
  for (const WorkerReport& worker : stopped.workers) {
    // Slots that are held at once overlap, so their sum may exceed the worker's time.
    const double serving_s = std::min(worker.slot_s, stopped.duration_s);
    evidence.cache_switched = evidence.cache_switched || worker.cache_switches > 0;
    evidence.slots_full = std::max(evidence.slots_full, part(worker.full_s, stopped.duration_s));
    evidence.in_store = std::max(evidence.in_store, part(worker.store_s, serving_s));
  }
}

// The connections are measured from before the warm-up on, as is the server's time: run_s.
void fill_tcp(Evidence& evidence, const ClientReport& report, double run_s) {
  const contract::TcpReport& tcp = report.tcp;
  const double clients_s = run_s * static_cast<double>(report.client_pool);
  const double sending_s = tcp.busy_s - tcp.rwnd_limited_s - tcp.sndbuf_limited_s;
  if (tcp.connections > 0 && clients_s > 0)
    evidence.sending = part(std::max(0.0, sending_s), clients_s);
  evidence.retransmitted =
      part(static_cast<double>(tcp.retransmits), static_cast<double>(tcp.segments));
}

}  // namespace

Evidence evidence_of(const ClientReport& report, const std::vector<StoppedLine>& pools,
                     bool remote) {
  Evidence evidence{.remote = remote};
  evidence.refused = refused_part(report);
  evidence.schedule = report.schedule;
  if (report.schedule) evidence.late_p99_s = report.late.quantile_s(metrics::Quantile::kP99);
  double run_s = pools.empty() ? report.duration_s : 0;
  for (const StoppedLine& stopped : pools) {
    fill_server(evidence, stopped);
    run_s = std::max(run_s, stopped.duration_s);
  }
  fill_tcp(evidence, report, run_s);
  return evidence;
}

}  // namespace gauntlet::orchestrator::limits
