#include "contract/reports.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "contract/json_fields.h"

namespace gauntlet::contract {
namespace {

using nlohmann::json;

json worker_to_json(const WorkerReport& worker) {
  return {{"pid", worker.pid},
          {"tid", worker.tid},
          {"port", worker.port},
          {"connections", worker.connections},
          {"requests", worker.requests},
          {"failed_requests", worker.failed_requests},
          {"bytes_in", worker.bytes_in},
          {"bytes_out", worker.bytes_out},
          {"cpu_s", worker.cpu_s},
          {"peak_rss_bytes", or_null(worker.peak_rss_bytes)},
          {"restarts", worker.restarts},
          {"admitted", or_null(worker.admitted)},
          {"rejected", or_null(worker.rejected)},
          {"slots_taken", worker.slots_taken},
          {"slot_s", worker.slot_s},
          {"queued", worker.queued},
          {"queue_s", worker.queue_s},
          {"full_s", worker.full_s},
          {"store_s", worker.store_s},
          {"cache_hits", or_null(worker.cache_hits)},
          {"cache_misses", or_null(worker.cache_misses)},
          {"cache_switches", worker.cache_switches},
          {"unique_sessions", worker.unique_sessions},
          {"lost_access_lines", worker.lost_access_lines},
          {"top_reports", worker.top_reports},
          {"redirects", worker.redirects}};
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
          .restarts = Field{value, "restarts"},
          .admitted = field_if_any<std::uint64_t>(value, "admitted"),
          .rejected = field_if_any<std::uint64_t>(value, "rejected"),
          .slots_taken = Field{value, "slots_taken"},
          .slot_s = Field{value, "slot_s"},
          .queued = Field{value, "queued"},
          .queue_s = Field{value, "queue_s"},
          .full_s = Field{value, "full_s"},
          .cache_hits = field_if_any<std::uint64_t>(value, "cache_hits"),
          .cache_misses = field_if_any<std::uint64_t>(value, "cache_misses"),
          .cache_switches = field_or(value, "cache_switches", std::uint64_t{0}),
          .unique_sessions = field_or(value, "unique_sessions", std::uint64_t{0}),
          .lost_access_lines = field_or(value, "lost_access_lines", std::uint64_t{0}),
          .redirects = field_or(value, "redirects", std::uint64_t{0}),
          .top_reports = field_or(value, "top_reports", std::uint64_t{0}),
          .store_s = Field{value, "store_s"}};
}

}  // namespace

std::string worker_process_name(std::uint64_t worker) {
  return fmt::format("server_pool{}{}", worker < 1000 ? " " : "", worker);
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
          {"peak_reserved_bytes", or_null(line.peak_reserved_bytes)},
          {"late_workers", line.late_workers},
          {"lost_log_lines", line.lost_log_lines},
          {"workers", std::move(workers)}};
}

StoppedLine stopped_from_json(const json& value) {
  return reading(value, "stopped", [&] {
    StoppedLine line{
        .pid = Field{value, "pid"},
        .mode = Field{value, "mode"},
        .duration_s = Field{value, "duration_s"},
        .reason = Field{value, "reason"},
        .peak_rss_bytes = Field{value, "peak_rss_bytes"},
        .peak_reserved_bytes = field_if_any<std::uint64_t>(value, "peak_reserved_bytes"),
        .late_workers = field_or(value, "late_workers", std::vector<std::size_t>{}),
        .lost_log_lines = field_or(value, "lost_log_lines", std::uint64_t{0})};
    for (const json& worker : member(value, "workers"))
      line.workers.push_back(worker_from_json(worker));
    return line;
  });
}

}  // namespace gauntlet::contract
