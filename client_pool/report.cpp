#include "client_pool/report.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/units.h"
#include "client_pool/punctuality.h"
#include "client_pool/steady.h"
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

void add_clients(metrics::ClientReport& report, const Tally& tally, double interrupted_s) {
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
  report.duration_s = all_done ? report.client_done_s->max : interrupted_s;
}

void add_steady_span(metrics::ClientReport& report, const Tally& tally, net::SteadyTime counting,
                     double interrupted_s) {
  const Span span = steady_span(tally.clients, interrupted_s);
  const Duration begin = from_seconds(span.begin_s);
  const Duration end = from_seconds(span.end_s);
  const Amount within = tally.timeline.between(begin, end);
  report.steady_s = to_seconds(end - begin);
  report.steady_begin_ns = Duration((counting + begin).time_since_epoch()).count();
  report.steady_end_ns = Duration((counting + end).time_since_epoch()).count();
  report.steady_requests = std::max(0.0, within.requests);
  report.steady_bytes = std::max(0.0, within.bytes);
}

void add_times(metrics::ClientReport& report, const Histograms& times) {
  report.latency = times.latency;
  report.service = times.service;
  report.ttfb = times.ttfb;
  report.connect = times.connect;
  report.late = times.late;
}

std::optional<double> mean_of(double sum, std::uint64_t count) {
  if (count == 0) return std::nullopt;
  return sum / static_cast<double>(count);
}

metrics::TcpReport tcp_report(const metrics::TcpTotals& tcp) {
  constexpr double kMicroseconds = 1e-6;
  return {.connections = tcp.connections,
          .segments = tcp.segments,
          .retransmits = tcp.retransmits,
          .rtt_mean_us = mean_of(static_cast<double>(tcp.rtt_sum_us), tcp.rtt_samples),
          .delivery_rate_Bps = mean_of(tcp.rate_sum_Bps, tcp.rate_samples),
          .busy_s = static_cast<double>(tcp.busy_us) * kMicroseconds,
          .rwnd_limited_s = static_cast<double>(tcp.rwnd_limited_us) * kMicroseconds,
          .sndbuf_limited_s = static_cast<double>(tcp.sndbuf_limited_us) * kMicroseconds};
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

metrics::ClientReport make_report(const Plan& plan, const Tally& tally, const Run& run) {
  metrics::ClientReport report;
  report.mode = name_of(plan.options.mode);
  report.operation = plan.options.operation->name;
  report.protocol = name_of(plan.options.protocol);
  report.volume = plan.options.volume;
  report.client_pool = plan.options.client_pool;
  report.workers = plan.workers;
  report.pid = ::getpid();
  report.pids = run.pids;
  report.verified = name_of(tally.times.latency.count() > 0 ? tally.verified : Verify::kNone);
  report.warmup_requests = tally.warmup_requests;
  for (std::size_t kind = 0; kind < kErrorKinds; ++kind)
    if (tally.errors[kind] > 0) report.errors[kErrorNames[kind]] = tally.errors[kind];
  report.first_error = tally.first_error;
  report.time_wait = run.time_wait;
  report.tcp = tcp_report(tally.tcp);
  add_times(report, tally.times);
  const double interrupted_s = std::max(0.0, to_seconds(run.time - plan.options.warmup));
  add_clients(report, tally, interrupted_s);
  add_steady_span(report, tally, run.start + plan.options.warmup, interrupted_s);
  add_targets(report, plan, tally);
  report.mean_interval_s = mean_interval(tally.timeline, report.duration_s);
  if (plan.options.rate > 0)
    report.schedule = judge_schedule(plan.options, tally.schedule, tally.times.late);
  // --volume says nothing about a file that the user named; what came does.
  if (!plan.options.file.empty() && report.requests > 0)
    report.volume = static_cast<double>(report.bytes) / static_cast<double>(report.requests * kMiB);
  add_usage(report);
  return report;
}

std::string json_line(const metrics::ClientReport& report) {
  return json_text(metrics::to_json(report)) + "\n";
}

}  // namespace gauntlet::client_pool
