#include "contract/client_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/units.h"
#include "contract/derive.h"
#include "contract/json_fields.h"
#include "contract/operation.h"

namespace gauntlet::contract {
namespace {

using nlohmann::json;

json spread_to_json(const std::optional<Spread>& spread) {
  if (!spread) return nullptr;
  return {{"min", spread->min}, {"median", spread->median}, {"max", spread->max}};
}

std::optional<Spread> spread_from_json(const json& value) {
  if (value.is_null()) return std::nullopt;
  return Spread{Field{value, "min"}, Field{value, "median"}, Field{value, "max"}};
}

json target_to_json(const TargetReport& target) {
  return {{"target", target.target},
          {"requests", target.requests},
          {"failed_requests", target.failed_requests},
          {"bytes", target.bytes},
          {"connections", target.connections},
          {"refused", target.refused},
          {"avg_time_s", or_null(target.avg_time_s)},
          {"max_time_s", or_null(target.max_time_s)}};
}

// Of what older builds do not write.
std::optional<double> time_or_none(const json& value, const char* key) {
  return value.contains(key) ? optional_field<double>(value, key) : std::nullopt;
}

TargetReport target_from_json(const json& value) {
  return {.target = Field{value, "target"},
          .requests = Field{value, "requests"},
          .failed_requests = Field{value, "failed_requests"},
          .bytes = Field{value, "bytes"},
          .connections = field_or<std::uint64_t>(value, "connections", 0),
          .refused = field_or<std::uint64_t>(value, "refused", 0),
          .avg_time_s = time_or_none(value, "avg_time_s"),
          .max_time_s = time_or_none(value, "max_time_s")};
}

json schedule_to_json(const std::optional<ScheduleReport>& schedule) {
  if (!schedule) return nullptr;
  return {{"asked_rate", schedule->asked_rate},
          {"achieved_rate", schedule->achieved_rate},
          {"missed", schedule->missed},
          {"why", schedule->why}};
}

std::optional<ScheduleReport> schedule_from_json(const json& value) {
  if (value.is_null()) return std::nullopt;
  return ScheduleReport{.asked_rate = Field{value, "asked_rate"},
                        .achieved_rate = Field{value, "achieved_rate"},
                        .missed = Field{value, "missed"},
                        .why = Field{value, "why"}};
}

json interval_to_json(const std::optional<Interval>& interval) {
  if (!interval) return nullptr;
  return {{"low", interval->low}, {"high", interval->high}};
}

std::optional<Interval> interval_from_json(const json& value) {
  if (value.is_null()) return std::nullopt;
  return Interval{Field{value, "low"}, Field{value, "high"}};
}

json uploads_to_json(const std::optional<UploadsReport>& uploads) {
  if (!uploads) return nullptr;
  return {{"deleted", uploads->deleted}, {"left", uploads->left}, {"why", uploads->why}};
}

// Older programs do not have it.
std::optional<UploadsReport> uploads_from_json(const json& report) {
  const auto value = report.find("uploads");
  if (value == report.end() || value->is_null()) return std::nullopt;
  return UploadsReport{.deleted = Field{*value, "deleted"},
                       .left = Field{*value, "left"},
                       .why = Field{*value, "why"}};
}

json files_to_json(const std::optional<FilesReport>& files) {
  if (!files) return nullptr;
  return {{"made", files->made}, {"ran_out", files->ran_out}};
}

// Older programs do not have it.
std::optional<FilesReport> files_from_json(const json& report) {
  const auto value = report.find("files");
  if (value == report.end() || value->is_null()) return std::nullopt;
  return FilesReport{.made = Field{*value, "made"}, .ran_out = Field{*value, "ran_out"}};
}

json tcp_to_json(const TcpReport& tcp) {
  return {{"connections", tcp.connections},
          {"segments", tcp.segments},
          {"retransmits", tcp.retransmits},
          {"rtt_mean_us", or_null(tcp.rtt_mean_us)},
          {"delivery_rate_Bps", or_null(tcp.delivery_rate_Bps)},
          {"busy_s", tcp.busy_s},
          {"rwnd_limited_s", tcp.rwnd_limited_s},
          {"sndbuf_limited_s", tcp.sndbuf_limited_s},
          {"least_mss", or_null(tcp.least_mss)}};
}

TcpReport tcp_from_json(const json& value) {
  return {.connections = Field{value, "connections"},
          .segments = Field{value, "segments"},
          .retransmits = Field{value, "retransmits"},
          .rtt_mean_us = optional_field<double>(value, "rtt_mean_us"),
          .delivery_rate_Bps = optional_field<double>(value, "delivery_rate_Bps"),
          .busy_s = Field{value, "busy_s"},
          .rwnd_limited_s = Field{value, "rwnd_limited_s"},
          .sndbuf_limited_s = Field{value, "sndbuf_limited_s"},
          .least_mss = field_if_any<std::uint64_t>(value, "least_mss")};
}

json capture_to_json(const CaptureReport& capture) {
  return {{"interface", capture.interface},
          {"packets", capture.packets},
          {"dropped", capture.dropped},
          {"problem", capture.problem}};
}

json measured_to_json(const ClientReport& report) {
  json targets = json::array();
  for (const TargetReport& target : report.targets) targets.push_back(target_to_json(target));
  return {{"event", "report"},
          {"mode", report.mode},
          {"operation", report.operation},
          {"protocol", report.protocol},
          {"volume", report.volume},
          {"client_pool", report.client_pool},
          {"workers", report.workers},
          {"pid", report.pid},
          {"pids", report.pids},
          {"verified", report.verified},
          {"success", report.success},
          {"fail", report.fail},
          {"warmup_requests", report.warmup_requests},
          {"rejected", report.rejected},
          {"retries", report.retries},
          {"requests", report.requests},
          {"failed_requests", report.failed_requests},
          {"bytes", report.bytes},
          {"duration_s", report.duration_s},
          {"steady_s", report.steady_s},
          {"steady_begin_ns", report.steady_begin_ns},
          {"steady_end_ns", report.steady_end_ns},
          {"steady_requests", report.steady_requests},
          {"steady_bytes", report.steady_bytes},
          {"errors", report.errors},
          {"first_error", report.first_error},
          {"clients",
           {{"mean_s", spread_to_json(report.client_mean_s)},
            {"done_s", spread_to_json(report.client_done_s)}}},
          {"mean_interval_s", interval_to_json(report.mean_interval_s)},
          {"targets", std::move(targets)},
          {"schedule", schedule_to_json(report.schedule)},
          {"files", files_to_json(report.files)},
          {"uploads", uploads_to_json(report.uploads)},
          {"tcp", tcp_to_json(report.tcp)},
          {"time_wait", or_null(report.time_wait)},
          {"cpu_s", report.cpu_s},
          {"peak_rss_bytes", report.peak_rss_bytes}};
}

void add_derived(json& result, const ClientReport& report) {
  const Rates rates = rates_of(report);
  result["avg_time_s"] = or_null(rates.avg_time_s);
  result["throughput_Bps"] = or_null(rates.throughput_Bps);
  result["aggregate_Bps"] = or_null(rates.aggregate_Bps);
  result["requests_per_s"] = or_null(rates.requests_per_s);
  result["min_s"] = or_null(report.latency.min_s());
  result["mean_s"] = or_null(report.latency.mean_s());
  result["max_s"] = or_null(report.latency.max_s());
  result["stddev_s"] = or_null(report.latency.stddev_s());
  for (const auto& [name, prefix, histogram] : kHistograms)
    for (const auto& [percentile, quantile] : kPercentiles)
      result[std::string(prefix) + percentile] = or_null((report.*histogram).quantile_s(quantile));
}

ClientReport measured_from_json(const json& value) {
  const json& clients = member(value, "clients");
  return {.mode = Field{value, "mode"},
          .operation = Field{value, "operation"},
          .protocol = Field{value, "protocol"},
          .volume = Field{value, "volume"},
          .client_pool = Field{value, "client_pool"},
          .workers = Field{value, "workers"},
          .pid = Field{value, "pid"},
          .pids = Field{value, "pids"},
          .verified = Field{value, "verified"},
          .success = Field{value, "success"},
          .fail = Field{value, "fail"},
          .warmup_requests = Field{value, "warmup_requests"},
          .rejected = field_or<std::uint64_t>(value, "rejected", 0),
          .retries = field_or<std::uint64_t>(value, "retries", 0),
          .requests = Field{value, "requests"},
          .failed_requests = Field{value, "failed_requests"},
          .bytes = Field{value, "bytes"},
          .duration_s = Field{value, "duration_s"},
          .steady_s = Field{value, "steady_s"},
          .steady_begin_ns = Field{value, "steady_begin_ns"},
          .steady_end_ns = Field{value, "steady_end_ns"},
          .steady_requests = Field{value, "steady_requests"},
          .steady_bytes = Field{value, "steady_bytes"},
          .errors = Field{value, "errors"},
          .statuses = field_or(value, "statuses", std::map<std::string, std::uint64_t>{}),
          .first_error = Field{value, "first_error"},
          .client_mean_s = spread_from_json(member(clients, "mean_s")),
          .client_done_s = spread_from_json(member(clients, "done_s")),
          .mean_interval_s = interval_from_json(member(value, "mean_interval_s")),
          .schedule = schedule_from_json(member(value, "schedule")),
          .files = files_from_json(value),
          .uploads = uploads_from_json(value),
          .tcp = tcp_from_json(member(value, "tcp")),
          .time_wait = optional_field<std::uint64_t>(value, "time_wait"),
          .cpu_s = Field{value, "cpu_s"},
          .peak_rss_bytes = Field{value, "peak_rss_bytes"}};
}

}  // namespace

Rates rates_of(const ClientReport& report) {
  Rates rates;
  rates.avg_time_s = report.latency.mean_s();
  if (report.requests == 0) return rates;
  const Operation* const operation = find_operation(report.operation);
  const bool moves_volume = operation == nullptr || operation->moves_volume;
  if (moves_volume && report.bytes > 0 && rates.avg_time_s && *rates.avg_time_s > 0)
    rates.throughput_Bps = static_cast<double>(report.bytes) /
                           static_cast<double>(report.requests) / *rates.avg_time_s;
  const bool steady = report.steady_s >= kLeastSteadySeconds;
  const double span_s = steady ? report.steady_s : report.duration_s;
  if (span_s <= 0) return rates;
  rates.requests_per_s =
      (steady ? report.steady_requests : static_cast<double>(report.requests)) / span_s;
  if (report.bytes > 0)  // what moves no bytes has no rate of them
    rates.aggregate_Bps =
        (steady ? report.steady_bytes : static_cast<double>(report.bytes)) / span_s;
  return rates;
}

std::string describe_errors(const ClientReport& report) {
  std::map<std::string, std::uint64_t> counts = report.errors;
  for (const auto& [status, count] : report.statuses) {
    counts[status] += count;
    counts["status"] -= std::min(counts["status"], count);
  }
  std::string text;
  for (const auto& [what, count] : counts)
    if (count > 0)
      text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", what,
                          format_count(static_cast<double>(count)));
  return text;
}

json to_json(const ClientReport& report) {
  json result = measured_to_json(report);
  add_derived(result, report);
  if (!report.statuses.empty()) result["statuses"] = report.statuses;
  if (report.capture) result["capture"] = capture_to_json(*report.capture);
  if (report.totals) {
    result.update(to_json(*report.totals));
    return result;
  }
  for (const auto& [name, prefix, histogram] : kHistograms)
    result["histograms"][name] = (report.*histogram).to_json();
  return result;
}

ClientReport report_from_json(const json& value) {
  return reading(value, "report", [&] {
    if (has_totals(value)) return derive(totals_from_json(value));
    ClientReport report = measured_from_json(value);
    for (const json& target : member(value, "targets"))
      report.targets.push_back(target_from_json(target));
    for (const auto& [name, prefix, histogram] : kHistograms)
      report.*histogram = metrics::Histogram::from_json(member(value, "histograms").at(name));
    return report;
  });
}

}  // namespace gauntlet::contract
