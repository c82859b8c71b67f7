#include "client_pool/report.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

#include "base/units.h"
#include "metrics/process_stats.h"

namespace gauntlet::client_pool {
namespace {

std::optional<metrics::Spread> spread_of(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  const double median =
      values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return metrics::Spread{values.front(), median, values.back()};
}

void add_clients(metrics::ClientReport& report, const Tally& tally, Duration run_time) {
  std::vector<double> means;
  std::vector<double> ends;
  for (const ClientTally& client : tally.clients) {
    if (client.failed)
      ++report.fail;
    else if (client.done_s)
      ++report.success;
    if (client.requests > 0) means.push_back(client.sum_s / static_cast<double>(client.requests));
    if (client.done_s) ends.push_back(*client.done_s);
  }
  const bool all_done = ends.size() == tally.clients.size();
  report.client_mean_s = spread_of(std::move(means));
  report.client_done_s = spread_of(std::move(ends));
  report.duration_s = all_done ? report.client_done_s->max : to_seconds(run_time);
}

void add_targets(metrics::ClientReport& report, const Plan& plan, const Tally& tally) {
  for (std::size_t i = 0; i < plan.targets.size(); ++i) {
    const TargetTally& target = tally.targets[i];
    report.targets.push_back(
        {plan.targets[i].name, target.requests, target.failed_requests, target.bytes});
    report.requests += target.requests;
    report.failed_requests += target.failed_requests;
    report.bytes += target.bytes;
  }
}

void add_usage(metrics::ClientReport& report) {
  rusage children{};
  ::getrusage(RUSAGE_CHILDREN, &children);
  const metrics::Usage workers = metrics::to_usage(children);
  const metrics::Usage own = metrics::process_usage();
  report.cpu_s = own.cpu_s + workers.cpu_s;
  report.peak_rss_bytes = std::max(own.peak_rss_bytes, workers.peak_rss_bytes);
}

}  // namespace

metrics::ClientReport make_report(const Plan& plan, const Tally& tally, Duration run_time) {
  metrics::ClientReport report;
  report.mode = name_of(plan.options.mode);
  report.operation = name_of(plan.options.operation);
  report.protocol = name_of(plan.options.protocol);
  report.volume = plan.options.volume;
  report.client_pool = plan.options.client_pool;
  report.workers = plan.workers;
  report.verified = name_of(tally.latency.count() > 0 ? tally.verified : Verify::kNone);
  for (std::size_t kind = 0; kind < kErrorKinds; ++kind)
    if (tally.errors[kind] > 0) report.errors[kErrorNames[kind]] = tally.errors[kind];
  report.first_error = tally.first_error;
  report.latency = tally.latency;
  add_clients(report, tally, run_time);
  add_targets(report, plan, tally);
  // --volume says nothing about a file that the user named; what came does.
  if (!plan.options.file.empty() && report.requests > 0)
    report.volume = static_cast<double>(report.bytes) / static_cast<double>(report.requests * kMiB);
  add_usage(report);
  return report;
}

}  // namespace gauntlet::client_pool
