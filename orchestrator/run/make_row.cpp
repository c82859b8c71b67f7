#include "orchestrator/run/make_row.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/units.h"
#include "contract/events.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/run/judgement.h"
#include "orchestrator/run/origin.h"
#include "orchestrator/run/recovery.h"

namespace gauntlet::orchestrator::run {
namespace {

using contract::ClientReport;
using contract::StoppedLine;
using contract::WorkerReport;

void add_sentence(std::string& note, const std::string& sentence) {
  if (!note.empty()) note += "; ";
  note += sentence;
}

std::string describe_failures(const ClientReport& report) {
  const std::string kinds = contract::describe_errors(report);
  std::string text =
      fmt::format("{} of {} failed", format_count(static_cast<double>(report.failed_requests)),
                  counted(report.requests + report.failed_requests, "request"));
  if (!kinds.empty()) text += " (" + kinds + ")";
  if (!report.first_error.empty()) text += ", first: " + report.first_error;
  return text;
}

void fill_identity(table::Row& row, const matrix::Scenario& scenario) {
  row.scenario = scenario.id;
  row.mode = scenario.text("mode");
  row.server_pool = scenario.integer("server_pool");
  row.operation = scenario.text("operation");
  row.volume = scenario.number("volume");
  row.client_pool = scenario.integer("client_pool");
  for (std::size_t i = 0; i < matrix::settings().size(); ++i)
    if (!matrix::settings()[i].required())
      row.settings.emplace_back(matrix::settings()[i].name, scenario.values[i].text);
}

void fill_percentiles(table::Row& row, const ClientReport& report) {
  using enum metrics::Quantile;
  row.p50_s = report.latency.quantile_s(kP50);
  row.p90_s = report.latency.quantile_s(kP90);
  row.p95_s = report.latency.quantile_s(kP95);
  row.p99_s = report.latency.quantile_s(kP99);
  row.p999_s = report.latency.quantile_s(kP999);
  row.service_p50_s = report.service.quantile_s(kP50);
  row.service_p99_s = report.service.quantile_s(kP99);
  row.connect_p50_s = report.connect.quantile_s(kP50);
  row.connect_p99_s = report.connect.quantile_s(kP99);
  row.ttfb_p50_s = report.ttfb.quantile_s(kP50);
  row.ttfb_p99_s = report.ttfb.quantile_s(kP99);
  row.late_p99_s = report.late.quantile_s(kP99);
}

void fill_client(table::Row& row, const ClientReport& report) {
  const contract::Rates rates = contract::rates_of(report);
  row.avg_time_s = rates.avg_time_s;
  row.throughput_Bps = rates.throughput_Bps;
  row.aggregate_Bps = rates.aggregate_Bps;
  row.requests_per_s = rates.requests_per_s;
  row.success = report.success;
  row.fail = report.fail;
  row.requests = report.requests;
  row.failed_requests = report.failed_requests;
  row.rejected = report.rejected;
  row.retried_requests = report.retries;
  row.bytes = report.bytes;
  row.duration_s = report.duration_s;
  row.min_s = report.latency.min_s();
  row.mean_s = report.latency.mean_s();
  row.max_s = report.latency.max_s();
  row.stddev_s = report.latency.stddev_s();
  fill_percentiles(row, report);
  row.steady_s = report.steady_s;
  if (report.client_done_s) {
    row.first_done_s = report.client_done_s->min;
    row.last_done_s = report.client_done_s->max;
  }
  row.client_cpu_s = report.cpu_s;
  row.client_peak_rss_bytes = report.peak_rss_bytes;
}

// How unevenly requests of the operation fell on the workers of all pools; nothing where there were
// none.
std::optional<double> imbalance_of(const std::vector<StoppedLine>& pools,
                                   const std::string& operation) {
  std::uint64_t all = 0;
  std::uint64_t most = 0;
  std::uint64_t workers = 0;
  for (const StoppedLine& stopped : pools) {
    for (const WorkerReport& worker : stopped.workers) {
      const auto found = worker.requests.find(operation);
      const std::uint64_t mine = found == worker.requests.end() ? 0 : found->second;
      all += mine;
      most = std::max(most, mine);
    }
    workers += stopped.workers.size();
  }
  if (all == 0) return std::nullopt;
  return static_cast<double>(most * workers) / static_cast<double>(all);
}

// Of all pools that limit memory or clients.
void fill_admission(table::Row& row, const std::vector<StoppedLine>& pools) {
  for (const StoppedLine& stopped : pools) {
    row.peak_reserved_bytes = std::max(row.peak_reserved_bytes, stopped.peak_reserved_bytes);
    for (const WorkerReport& worker : stopped.workers)
      if (worker.admitted) row.admitted = row.admitted.value_or(0) + *worker.admitted;
  }
}

// Of all pools; nothing where no file was asked for with the cache on.
void fill_cache(table::Row& row, const std::vector<StoppedLine>& pools) {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  for (const StoppedLine& stopped : pools) {
    for (const WorkerReport& worker : stopped.workers) {
      hits += worker.cache_hits.value_or(0);
      misses += worker.cache_misses.value_or(0);
    }
  }
  if (hits + misses == 0) return;
  row.cache_hits = hits;
  row.cache_misses = misses;
}

// What all pools used; not known without the last line of each.
void fill_used(table::Row& row, const std::vector<StoppedLine>& pools) {
  double cpu_s = 0;
  std::uint64_t peak_rss_bytes = 0;
  for (const StoppedLine& stopped : pools) {
    for (const WorkerReport& worker : stopped.workers) cpu_s += worker.cpu_s;
    peak_rss_bytes = std::max(peak_rss_bytes, stopped.peak_rss_bytes);
  }
  row.server_cpu_s = cpu_s;
  row.server_peak_rss_bytes = peak_rss_bytes;
  fill_admission(row, pools);
  fill_cache(row, pools);
  row.imbalance = imbalance_of(pools, row.operation);
}

// A pool that was killed, or says nothing at its end, has lost all its workers.
void fill_pools(table::Row& row, const matrix::Scenario& scenario, const Observed& seen) {
  std::vector<StoppedLine> pools;
  for (const PoolLines& pool : seen.pools)
    if (pool.stopped && !pool.killed) pools.push_back(*pool.stopped);
  const std::uint64_t lost = scenario.integer("mirrors") + 1 - pools.size();
  row.server_success = 0;
  row.server_fail = lost * row.server_pool;
  for (const StoppedLine& stopped : pools)
    for (const WorkerReport& worker : stopped.workers)
      ++(worker.restarts > 0 ? row.server_fail : row.server_success).value();
  if (lost == 0) fill_used(row, pools);
}

// For how long the rate was down after the first event.
void fill_recovery(table::Row& row, const Observed& seen) {
  if (seen.events.empty()) return;
  const auto event = time_of(seen.events.front(), seen);
  if (!event) return;
  const ClientReport& report = *seen.report;
  const Duration start(*report.totals->counting_ns);
  const auto lasted = recovery(report.totals->timeline, *event,
                               {.begin = Duration(report.steady_begin_ns) - start,
                                .end = Duration(report.steady_end_ns) - start});
  if (lasted) row.recovery_s = to_seconds(*lasted);
}

// What only server_pool can tell stays empty.
void fill_usage(table::Row& row, const metrics::Usage& usage) {
  row.server_cpu_s = usage.cpu_s;
  row.server_peak_rss_bytes = usage.peak_rss_bytes;
}

std::string describe_restarts(const Observed& seen) {
  std::string text;
  for (std::size_t number = 0; number < seen.pools.size(); ++number) {
    const std::optional<StoppedLine>& stopped = seen.pools[number].stopped;
    const std::string whose = number == 0 ? "" : " of " + name_of_pool(number);
    for (std::size_t i = 0; stopped && i < stopped->workers.size(); ++i) {
      const auto restarts = stopped->workers[i].restarts;
      if (restarts == 0) continue;
      add_sentence(text, fmt::format("worker {}{} died and was started again ({})", i, whose,
                                     counted(restarts, "restart")));
    }
  }
  return text;
}

std::string describe_events(const matrix::Scenario& scenario, const Observed& seen) {
  std::string text;
  for (const EventSeen& event : seen.events)
    add_sentence(text, event.problem.empty()
                           ? event.what
                           : fmt::format("could not {}: {}", event.what, event.problem));
  const std::vector<contract::Event> events = scenario.events();
  if (seen.report && seen.events.size() < events.size())
    add_sentence(text, fmt::format("the clients had ended before it was time to {}",
                                   contract::describe(events[seen.events.size()])));
  return text;
}

// Of packets that are no segments; empty: they are.
std::string describe_splits(const matrix::Scenario& scenario, const Observed& seen) {
  if (!seen.report || !seen.report->tcp.least_mss) return {};
  const std::uint64_t size = scenario.integer("packet_size");
  const std::uint64_t mss = *seen.report->tcp.least_mss;
  if (size <= mss) return {};
  return fmt::format("packets of {} bytes are above the MSS of {} bytes: the kernel split them",
                     size, mss);
}

void fill_capture(table::Row& row, const CaptureSeen& capture) {
  if (!capture.figures) return;
  row.packets = capture.figures->packets;
  row.packets_dropped = capture.dropped;
  row.retransmissions = capture.figures->retransmissions;
  row.lost = capture.figures->lost;
  row.out_of_order = capture.figures->out_of_order;
  row.zero_windows = capture.figures->zero_windows;
  row.rtt_p99_us = capture.rtt_p99_us;
}

std::string describe_capture(const CaptureSeen& capture) {
  if (!capture.figures) return "no capture: " + capture.problem;
  std::string text;
  if (!capture.problem.empty()) text = "the capture is not whole: " + capture.problem;
  if (capture.dropped > 0)
    add_sentence(text, fmt::format("the capture lacks {} that came too fast for it",
                                   counted(capture.dropped, "packet")));
  return text;
}

// What a reader must know about a row even when nothing failed.
std::string remarks(const matrix::Scenario& scenario, const Observed& seen) {
  std::string note = describe_events(scenario, seen);
  if (const std::string restarts = describe_restarts(seen); !restarts.empty())
    add_sentence(note, restarts);
  if (seen.report && seen.report->requests > 0 && seen.report->verified != scenario.text("verify"))
    add_sentence(note, "verified: " + seen.report->verified);
  if (const std::string splits = describe_splits(scenario, seen); !splits.empty())
    add_sentence(note, splits);
  if (seen.report && seen.report->files && seen.report->files->ran_out)
    add_sentence(note, fmt::format("the clients ended early, when all {} that they had made "
                                   "before were used up",
                                   counted(seen.report->files->made, "file")));
  const std::string capture = seen.capture ? describe_capture(*seen.capture) : "";
  if (!capture.empty()) add_sentence(note, capture);
  return note;
}

std::string log_lines(const Observed& seen) {
  std::string text;
  if (!seen.server_log.empty()) text += "; " + seen.server + " said: " + seen.server_log;
  if (!seen.client_log.empty()) text += "; client_pool said: " + seen.client_log;
  return text;
}

void fill_verdict(table::Row& row, const matrix::Scenario& scenario, const Observed& seen) {
  row.status = table::kStatusOk;
  row.note = remarks(scenario, seen);
  if (seen.report && (seen.report->failed_requests > 0 || seen.report->fail > 0)) {
    row.status = kStatusFailed;
    add_sentence(row.note, describe_failures(*seen.report));
  }
  if (seen.trouble) {
    row.status = seen.trouble->status;
    row.note = seen.trouble->sentence + (row.note.empty() ? "" : "; " + row.note);
  }
  if (row.status != table::kStatusOk) row.note += log_lines(seen);
}

}  // namespace

table::Row row_of_report(const ClientReport& report) {
  table::Row row;
  row.mode = report.mode;
  row.operation = report.operation;
  row.volume = report.volume;
  row.client_pool = report.client_pool;
  row.scenario =
      fmt::format("{}-{}-{}-c{}", row.mode, row.operation,
                  matrix::volume_name(fmt::format("{:.15g}", row.volume)), row.client_pool);
  row.settings = {{"protocol", report.protocol}};
  fill_client(row, report);
  const bool failed = report.failed_requests > 0 || report.fail > 0;
  row.status = failed ? kStatusFailed : table::kStatusOk;
  if (failed) row.note = describe_failures(report);
  return row;
}

table::Row make_row(const matrix::Scenario& scenario, const Observed& seen) {
  table::Row row;
  row.timestamp = seen.timestamp;
  row.total_s = seen.total_s;
  fill_identity(row, scenario);
  fill_origin(row, scenario);
  if (seen.report) fill_client(row, *seen.report);
  if (seen.server == matrix::kServerPool) fill_pools(row, scenario, seen);
  fill_recovery(row, seen);
  if (seen.server_usage) fill_usage(row, *seen.server_usage);
  if (seen.capture) fill_capture(row, *seen.capture);
  if (seen.proxy_usage) row.proxy_cpu_s = seen.proxy_usage->cpu_s;
  fill_verdict(row, scenario, seen);
  if (seen.report)
    for (const std::string& sentence : judge(row, seen)) add_sentence(row.note, sentence);
  return row;
}

}  // namespace gauntlet::orchestrator::run
