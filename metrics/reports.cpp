#include "metrics/reports.h"

#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "base/error.h"
#include "base/units.h"

namespace gauntlet::metrics {
namespace {

using nlohmann::json;

template <typename T>
json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

// One value of an object, which converts to whatever it initialises. Stricter than nlohmann, which
// wraps numbers that do not fit, and does not say which key was wrong.
struct Field {
  const json& object;
  const char* key;

  template <typename T>
  operator T() const {  // NOLINT(google-explicit-constructor): to stand in initialisers
    try {
      const json& value = object.at(key);
      if constexpr (std::is_integral_v<T>) check_whole<T>(value);
      return value.get<T>();
    } catch (const json::exception& error) {
      throw Error(Place{.key = key}, error.what());
    }
  }

  template <typename T>
  void check_whole(const json& value) const {
    const bool fits = value.is_number_unsigned() ? std::in_range<T>(value.get<std::uint64_t>())
                                                 : value.is_number_integer() &&
                                                       std::in_range<T>(value.get<std::int64_t>());
    if (!fits) throw Error(Place{.key = key}, "not a whole number that fits: " + value.dump());
  }
};

template <typename T>
std::optional<T> optional_field(const json& object, const char* key) {
  if (const auto found = object.find(key); found != object.end() && found->is_null())
    return std::nullopt;
  return static_cast<T>(Field{object, key});
}

json spread_to_json(const std::optional<Spread>& spread) {
  if (!spread) return nullptr;
  return {{"min", spread->min}, {"median", spread->median}, {"max", spread->max}};
}

std::optional<Spread> spread_from_json(const json& value) {
  if (value.is_null()) return std::nullopt;
  return Spread{Field{value, "min"}, Field{value, "median"}, Field{value, "max"}};
}

json worker_to_json(const WorkerReport& worker) {
  return {{"pid", worker.pid},           {"tid", worker.tid},
          {"port", worker.port},         {"connections", worker.connections},
          {"requests", worker.requests}, {"failed_requests", worker.failed_requests},
          {"bytes_in", worker.bytes_in}, {"bytes_out", worker.bytes_out},
          {"cpu_s", worker.cpu_s},       {"peak_rss_bytes", or_null(worker.peak_rss_bytes)},
          {"restarts", worker.restarts}};
}

WorkerReport worker_from_json(const json& value) {
  return {.pid = Field{value, "pid"},
          .tid = Field{value, "tid"},
          .port = Field{value, "port"},
          .connections = Field{value, "connections"},
          .requests = Field{value, "requests"},
          .failed_requests = Field{value, "failed_requests"},
          .bytes_in = Field{value, "bytes_in"},
          .bytes_out = Field{value, "bytes_out"},
          .cpu_s = Field{value, "cpu_s"},
          .peak_rss_bytes = optional_field<std::uint64_t>(value, "peak_rss_bytes"),
          .restarts = Field{value, "restarts"}};
}

json target_to_json(const TargetReport& target) {
  return {{"target", target.target},
          {"requests", target.requests},
          {"failed_requests", target.failed_requests},
          {"bytes", target.bytes}};
}

TargetReport target_from_json(const json& value) {
  return {.target = Field{value, "target"},
          .requests = Field{value, "requests"},
          .failed_requests = Field{value, "failed_requests"},
          .bytes = Field{value, "bytes"}};
}

void expect_event(const json& value, const char* event) {
  if (!value.is_object() || !value.contains("event") || value["event"] != event)
    throw Error(std::string("expected the '") + event +
                "' line of a program, got: " + value.dump().substr(0, 80));
}

// Runs read() with nlohmann's exceptions turned into ours.
template <typename Read>
auto reading(const json& value, const char* event, Read read) {
  expect_event(value, event);
  try {
    return read();
  } catch (const json::exception& error) {
    throw Error(std::string("malformed '") + event + "' line: " + error.what());
  } catch (const Error& error) {
    throw Error(std::string("malformed '") + event + "' line: " + error.what());
  }
}

}  // namespace

Derived derive(const ClientReport& report) {
  Derived derived;
  derived.avg_time_s = report.latency.mean_s();
  if (derived.avg_time_s && *derived.avg_time_s > 0)
    derived.throughput_Bps = report.volume * static_cast<double>(kMiB) / *derived.avg_time_s;
  if (report.requests > 0 && report.duration_s > 0) {
    derived.aggregate_Bps = static_cast<double>(report.bytes) / report.duration_s;
    derived.requests_per_s = static_cast<double>(report.requests) / report.duration_s;
  }
  return derived;
}

json to_json(const ReadyLine& line) {
  return {{"event", "ready"},  {"pid", line.pid},     {"mode", line.mode},
          {"host", line.host}, {"ports", line.ports}, {"root", line.root}};
}

ReadyLine ready_from_json(const json& value) {
  return reading(value, "ready", [&] {
    return ReadyLine{.pid = Field{value, "pid"},
                     .mode = Field{value, "mode"},
                     .host = Field{value, "host"},
                     .ports = Field{value, "ports"},
                     .root = Field{value, "root"}};
  });
}

json to_json(const StoppedLine& line) {
  json workers = json::array();
  for (const WorkerReport& worker : line.workers) workers.push_back(worker_to_json(worker));
  return {{"event", "stopped"},
          {"pid", line.pid},
          {"mode", line.mode},
          {"duration_s", line.duration_s},
          {"reason", line.reason},
          {"peak_rss_bytes", line.peak_rss_bytes},
          {"workers", std::move(workers)}};
}

StoppedLine stopped_from_json(const json& value) {
  return reading(value, "stopped", [&] {
    StoppedLine line{.pid = Field{value, "pid"},
                     .mode = Field{value, "mode"},
                     .duration_s = Field{value, "duration_s"},
                     .reason = Field{value, "reason"},
                     .peak_rss_bytes = Field{value, "peak_rss_bytes"}};
    for (const json& worker : value.at("workers")) line.workers.push_back(worker_from_json(worker));
    return line;
  });
}

json to_json(const ClientReport& report) {
  const Derived derived = derive(report);
  json targets = json::array();
  for (const TargetReport& target : report.targets) targets.push_back(target_to_json(target));
  json result = {{"event", "report"},
                 {"mode", report.mode},
                 {"operation", report.operation},
                 {"protocol", report.protocol},
                 {"volume", report.volume},
                 {"client_pool", report.client_pool},
                 {"workers", report.workers},
                 {"verified", report.verified},
                 {"success", report.success},
                 {"fail", report.fail},
                 {"requests", report.requests},
                 {"failed_requests", report.failed_requests},
                 {"bytes", report.bytes},
                 {"duration_s", report.duration_s},
                 {"avg_time_s", or_null(derived.avg_time_s)},
                 {"throughput_Bps", or_null(derived.throughput_Bps)},
                 {"aggregate_Bps", or_null(derived.aggregate_Bps)},
                 {"requests_per_s", or_null(derived.requests_per_s)},
                 {"min_s", or_null(report.latency.min_s())},
                 {"mean_s", or_null(report.latency.mean_s())},
                 {"max_s", or_null(report.latency.max_s())},
                 {"stddev_s", or_null(report.latency.stddev_s())},
                 {"errors", report.errors},
                 {"first_error", report.first_error},
                 {"clients",
                  {{"mean_s", spread_to_json(report.client_mean_s)},
                   {"done_s", spread_to_json(report.client_done_s)}}},
                 {"targets", std::move(targets)},
                 {"cpu_s", report.cpu_s},
                 {"peak_rss_bytes", report.peak_rss_bytes},
                 {"histograms", {{"latency", report.latency.to_json()}}}};
  for (const auto& [name, quantile] : kPercentiles)
    result[name] = or_null(report.latency.quantile_s(quantile));
  return result;
}

ClientReport report_from_json(const json& value) {
  return reading(value, "report", [&] {
    ClientReport report{.mode = Field{value, "mode"},
                        .operation = Field{value, "operation"},
                        .protocol = Field{value, "protocol"},
                        .volume = Field{value, "volume"},
                        .client_pool = Field{value, "client_pool"},
                        .workers = Field{value, "workers"},
                        .verified = Field{value, "verified"},
                        .success = Field{value, "success"},
                        .fail = Field{value, "fail"},
                        .requests = Field{value, "requests"},
                        .failed_requests = Field{value, "failed_requests"},
                        .bytes = Field{value, "bytes"},
                        .duration_s = Field{value, "duration_s"},
                        .errors = Field{value, "errors"},
                        .first_error = Field{value, "first_error"},
                        .client_mean_s = spread_from_json(value.at("clients").at("mean_s")),
                        .client_done_s = spread_from_json(value.at("clients").at("done_s")),
                        .cpu_s = Field{value, "cpu_s"},
                        .peak_rss_bytes = Field{value, "peak_rss_bytes"},
                        .latency = Histogram::from_json(value.at("histograms").at("latency"))};
    for (const json& target : value.at("targets"))
      report.targets.push_back(target_from_json(target));
    return report;
  });
}

}  // namespace gauntlet::metrics
