#include "contract/derive.h"

#include <algorithm>
#include <utility>

#include "contract/punctuality.h"
#include "contract/steady.h"

namespace gauntlet::contract {
namespace {

std::optional<Spread> spread_of(const std::vector<Duration>& sorted) {
  if (sorted.empty()) return std::nullopt;
  const std::size_t middle = sorted.size() / 2;
  const double upper = to_seconds(sorted[middle]);
  const double median =
      sorted.size() % 2 == 1 ? upper : (to_seconds(sorted[middle - 1]) + upper) / 2;
  return Spread{to_seconds(sorted.front()), median, to_seconds(sorted.back())};
}

std::optional<double> mean_of(double sum, std::uint64_t count) {
  if (count == 0) return std::nullopt;
  return sum / static_cast<double>(count);
}

void add_load(ClientReport& report, const Totals& totals) {
  const Load load = totals.load.value_or(Load{});
  report.mode = load.mode;
  report.operation = load.operation;
  report.protocol = load.protocol;
  report.volume = load.volume;
  if (load.volume_is_told) return;
  const double mib = static_cast<double>(report.bytes) / static_cast<double>(kMiB);
  report.volume = mean_of(mib, report.requests).value_or(0);
}

void add_targets(ClientReport& report, const Totals& totals) {
  for (const auto& [name, target] : totals.targets) {
    report.targets.push_back({.target = name,
                              .requests = target.requests,
                              .failed_requests = target.failed_requests,
                              .bytes = target.bytes,
                              .connections = target.connections,
                              .refused = target.refused,
                              .avg_time_s = mean_of(to_seconds(target.latency), target.requests),
                              .max_time_s = mean_of(to_seconds(target.slowest),
                                                    std::min<std::uint64_t>(target.requests, 1))});
    report.requests += target.requests;
    report.failed_requests += target.failed_requests;
    report.bytes += target.bytes;
  }
}

void add_clients(ClientReport& report, const Totals& totals) {
  report.success = totals.clients.success;
  report.fail = totals.clients.fail;
  report.client_mean_s = spread_of(totals.clients.means.sorted());
  report.client_done_s = spread_of(totals.clients.done.sorted());
  const bool all_done = totals.clients.undone == 0 && report.client_done_s;
  report.duration_s = all_done ? report.client_done_s->max : to_seconds(totals.ran);
}

void add_steady_span(ClientReport& report, const Totals& totals) {
  const SteadySpan span = steady_span(totals.clients, totals.ran);
  const Amount within = totals.timeline.between(span.begin, span.end);
  report.steady_s = to_seconds(span.end - span.begin);
  report.steady_begin_ns = totals.counting_ns.value_or(0) + span.begin.count();
  report.steady_end_ns = totals.counting_ns.value_or(0) + span.end.count();
  report.steady_requests = std::max(0.0, within.requests);
  report.steady_bytes = std::max(0.0, within.bytes);
}

void add_times(ClientReport& report, const Histograms& times) {
  report.latency = times.latency;
  report.service = times.service;
  report.ttfb = times.ttfb;
  report.connect = times.connect;
  report.late = times.late;
}

TcpReport tcp_report(const metrics::TcpTotals& tcp) {
  constexpr double kMicroseconds = 1e-6;
  return {.connections = tcp.connections,
          .segments = tcp.segments,
          .retransmits = tcp.retransmits,
          .rtt_mean_us = mean_of(static_cast<double>(tcp.rtt_sum_us), tcp.rtt_samples),
          .delivery_rate_Bps = mean_of(static_cast<double>(tcp.rate_sum_Bps), tcp.rate_samples),
          .busy_s = static_cast<double>(tcp.busy_us) * kMicroseconds,
          .rwnd_limited_s = static_cast<double>(tcp.rwnd_limited_us) * kMicroseconds,
          .sndbuf_limited_s = static_cast<double>(tcp.sndbuf_limited_us) * kMicroseconds,
          .least_mss = tcp.least_mss > 0 ? std::optional(tcp.least_mss) : std::nullopt};
}

}  // namespace

ClientReport derive(Totals totals) {
  constexpr double kMicroPerOne = 1e6;
  ClientReport report{.client_pool = totals.client_pool,
                      .workers = totals.workers,
                      .pid = totals.pid,
                      .pids = totals.pids,
                      .warmup_requests = totals.warmup_requests,
                      .rejected = totals.rejected,
                      .retries = totals.retries,
                      .errors = totals.errors,
                      .statuses = totals.statuses,
                      .files = totals.files,
                      .uploads = totals.uploads,
                      .capture = totals.capture,
                      .tcp = tcp_report(totals.tcp),
                      .time_wait = totals.time_wait,
                      .cpu_s = static_cast<double>(totals.cpu_us) / kMicroPerOne,
                      .peak_rss_bytes = totals.peak_rss_bytes};
  if (totals.first_error) report.first_error = totals.first_error->what;
  const bool answered = totals.times.latency.count() > 0;
  report.verified = word_of(kVerifies, answered ? totals.verified : Verify::kNone);
  add_times(report, totals.times);
  add_targets(report, totals);
  add_load(report, totals);
  add_clients(report, totals);
  add_steady_span(report, totals);
  report.mean_interval_s = mean_interval(totals.timeline, report.duration_s);
  if (totals.schedule.nano_rate > 0)
    report.schedule = judge_schedule(totals.schedule, totals.client_pool, totals.times.late);
  report.totals = std::move(totals);
  return report;
}

}  // namespace gauntlet::contract
