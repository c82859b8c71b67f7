#include <nlohmann/json.hpp>
#include <utility>

#include "contract/json_fields.h"
#include "contract/totals.h"

namespace gauntlet::contract {
namespace {

using nlohmann::json;

using Counts = std::map<std::string, std::uint64_t>;

constexpr int kTotalsVersion = 1;
constexpr const char* kTotals = "totals";
constexpr const char* kHistogramsKey = "histograms";

struct TimesName {
  const char* name;
  metrics::Histogram Histograms::*histogram;
};
constexpr TimesName kTimes[] = {{"latency", &Histograms::latency},
                                {"service", &Histograms::service},
                                {"ttfb", &Histograms::ttfb},
                                {"connect", &Histograms::connect},
                                {"late", &Histograms::late}};

// Durations travel as nanoseconds.
std::optional<std::int64_t> count_of(const std::optional<Duration>& time) {
  return time ? std::optional<std::int64_t>(time->count()) : std::nullopt;
}

Duration duration_field(const json& object, const char* key) {
  return Duration(Field{object, key}.as<std::int64_t>());
}

std::optional<Duration> optional_duration(const json& object, const char* key) {
  const auto count = optional_field<std::int64_t>(object, key);
  return count ? std::optional<Duration>(*count) : std::nullopt;
}

// The value of a key with its own reader, whose errors then name the key.
template <typename Read>
auto inner(const json& object, const char* key, Read read) {
  const json& value = member(object, key);
  try {
    return read(value);
  } catch (const Error& error) {
    throw Error(Place{.key = key}, error.what());
  }
}

template <typename Read>
auto optional_inner(const json& object, const char* key, Read read)
    -> std::optional<decltype(read(object))> {
  if (member(object, key).is_null()) return std::nullopt;
  return inner(object, key, read);
}

json part_to_json(const Load& load) {
  return {{"mode", load.mode},
          {"operation", load.operation},
          {"protocol", load.protocol},
          {"volume", load.volume},
          {"volume_is_told", load.volume_is_told}};
}

Load read_load(const json& value) {
  return {.mode = Field{value, "mode"},
          .operation = Field{value, "operation"},
          .protocol = Field{value, "protocol"},
          .volume = Field{value, "volume"},
          .volume_is_told = Field{value, "volume_is_told"}};
}

json part_to_json(const TargetTotals& target) {
  return {{"requests", target.requests},
          {"failed_requests", target.failed_requests},
          {"bytes", target.bytes},
          {"latency_ns", target.latency.count()},
          {"slowest_ns", target.slowest.count()},
          {"connections", target.connections},
          {"refused", target.refused}};
}

TargetTotals read_target(const json& value) {
  return {.requests = Field{value, "requests"},
          .failed_requests = Field{value, "failed_requests"},
          .bytes = Field{value, "bytes"},
          .latency = Duration(field_or<std::int64_t>(value, "latency_ns", 0)),
          .slowest = Duration(field_or<std::int64_t>(value, "slowest_ns", 0)),
          .connections = field_or<std::uint64_t>(value, "connections", 0),
          .refused = field_or<std::uint64_t>(value, "refused", 0)};
}

json part_to_json(const FirstError& error) {
  return {{"at_ns", error.at.count()}, {"what", error.what}};
}

FirstError read_first_error(const json& value) {
  return {.at = duration_field(value, "at_ns"), .what = Field{value, "what"}};
}

json part_to_json(const ClientTotals& clients) {
  return {{"success", clients.success},
          {"fail", clients.fail},
          {"idle", clients.idle},
          {"undone", clients.undone},
          {"last_active_ns", or_null(count_of(clients.last_active))},
          {"mean_ns", clients.means.to_json()},
          {"done_ns", clients.done.to_json()}};
}

ClientTotals read_clients(const json& value) {
  return {.success = Field{value, "success"},
          .fail = Field{value, "fail"},
          .idle = Field{value, "idle"},
          .undone = Field{value, "undone"},
          .last_active = optional_duration(value, "last_active_ns"),
          .means = inner(value, "mean_ns", Durations::from_json),
          .done = inner(value, "done_ns", Durations::from_json)};
}

json part_to_json(const ScheduleTotals& schedule) {
  return {{"nano_rate", schedule.nano_rate},
          {"planned", schedule.planned},
          {"begun", schedule.begun},
          {"last_begun_ns", schedule.last_begun.count()},
          {"end_ns", schedule.end.count()}};
}

ScheduleTotals read_schedule(const json& value) {
  return {.nano_rate = Field{value, "nano_rate"},
          .planned = Field{value, "planned"},
          .begun = Field{value, "begun"},
          .last_begun = duration_field(value, "last_begun_ns"),
          .end = duration_field(value, "end_ns")};
}

json part_to_json(const UploadsReport& uploads) {
  return {{"deleted", uploads.deleted}, {"left", uploads.left}, {"why", uploads.why}};
}

UploadsReport read_uploads(const json& value) {
  return {
      .deleted = Field{value, "deleted"}, .left = Field{value, "left"}, .why = Field{value, "why"}};
}

json part_to_json(const FilesReport& files) {
  return {{"made", files.made}, {"ran_out", files.ran_out}};
}

FilesReport read_files(const json& value) {
  return {.made = Field{value, "made"}, .ran_out = Field{value, "ran_out"}};
}

json part_to_json(const CaptureReport& capture) {
  return {{"interface", capture.interface},
          {"packets", capture.packets},
          {"dropped", capture.dropped},
          {"problem", capture.problem}};
}

CaptureReport read_capture(const json& value) {
  return {.interface = Field{value, "interface"},
          .packets = Field{value, "packets"},
          .dropped = Field{value, "dropped"},
          .problem = Field{value, "problem"}};
}

json part_to_json(const metrics::TcpTotals& tcp) {
  return {{"connections", tcp.connections},
          {"segments", tcp.segments},
          {"retransmits", tcp.retransmits},
          {"busy_us", tcp.busy_us},
          {"rwnd_limited_us", tcp.rwnd_limited_us},
          {"sndbuf_limited_us", tcp.sndbuf_limited_us},
          {"rtt_samples", tcp.rtt_samples},
          {"rtt_sum_us", tcp.rtt_sum_us},
          {"rate_samples", tcp.rate_samples},
          {"rate_sum_Bps", metrics::to_text(tcp.rate_sum_Bps)},
          {"least_mss", tcp.least_mss}};
}

metrics::TcpTotals read_tcp(const json& value) {
  return {.connections = Field{value, "connections"},
          .segments = Field{value, "segments"},
          .retransmits = Field{value, "retransmits"},
          .busy_us = Field{value, "busy_us"},
          .rwnd_limited_us = Field{value, "rwnd_limited_us"},
          .sndbuf_limited_us = Field{value, "sndbuf_limited_us"},
          .rtt_samples = Field{value, "rtt_samples"},
          .rtt_sum_us = Field{value, "rtt_sum_us"},
          .rate_samples = Field{value, "rate_samples"},
          .rate_sum_Bps = metrics::to_int128(Field{value, "rate_sum_Bps"}),
          .least_mss = field_or<std::uint64_t>(value, "least_mss", 0)};
}

std::map<std::string, TargetTotals> read_targets(const json& value) {
  if (!value.is_object()) throw Error("cannot be " + json_in_words(value));
  std::map<std::string, TargetTotals> targets;
  for (const auto& [name, target] : value.items()) targets[name] = read_target(target);
  return targets;
}

Verify read_verify(const json& value) {
  for (const auto& [word, verify] : kVerifies)
    if (value == word) return verify;
  throw Error("cannot be " + json_in_words(value));
}

template <typename T>
json object_or_null(const std::optional<T>& value) {
  return value ? part_to_json(*value) : json(nullptr);
}

json everything_but_times(const Totals& totals) {
  json targets = json::object();
  for (const auto& [name, target] : totals.targets) targets[name] = part_to_json(target);
  return {{"version", kTotalsVersion},
          {"load", object_or_null(totals.load)},
          {"client_pool", totals.client_pool},
          {"workers", totals.workers},
          {"pid", totals.pid},
          {"pids", totals.pids},
          {"connected", totals.connected},
          {"counting_ns", or_null(totals.counting_ns)},
          {"ran_ns", totals.ran.count()},
          {"verified", word_of(kVerifies, totals.verified)},
          {"warmup_requests", totals.warmup_requests},
          {"rejected", totals.rejected},
          {"retries", totals.retries},
          {"targets", std::move(targets)},
          {"errors", totals.errors},
          {"statuses", totals.statuses},
          {"first_error", object_or_null(totals.first_error)},
          {"timeline", totals.timeline.to_json()},
          {"clients", part_to_json(totals.clients)},
          {"schedule", part_to_json(totals.schedule)},
          {"tcp", part_to_json(totals.tcp)},
          {"uploads", object_or_null(totals.uploads)},
          {"capture", object_or_null(totals.capture)},
          {"files", object_or_null(totals.files)},
          {"time_wait", or_null(totals.time_wait)},
          {"cpu_us", totals.cpu_us},
          {"peak_rss_bytes", totals.peak_rss_bytes}};
}

Totals everything_but_times(const json& value) {
  return {.load = optional_inner(value, "load", read_load),
          .client_pool = Field{value, "client_pool"},
          .workers = Field{value, "workers"},
          .pid = Field{value, "pid"},
          .pids = Field{value, "pids"},
          .connected = Field{value, "connected"},
          .counting_ns = optional_field<std::int64_t>(value, "counting_ns"),
          .ran = duration_field(value, "ran_ns"),
          .verified = inner(value, "verified", read_verify),
          .warmup_requests = Field{value, "warmup_requests"},
          .rejected = field_or<std::uint64_t>(value, "rejected", 0),
          .retries = field_or<std::uint64_t>(value, "retries", 0),
          .targets = inner(value, "targets", read_targets),
          .errors = Field{value, "errors"},
          .statuses = field_or(value, "statuses", Counts{}),
          .first_error = optional_inner(value, "first_error", read_first_error),
          .timeline = inner(value, "timeline", Timeline::from_json),
          .clients = inner(value, "clients", read_clients),
          .schedule = inner(value, "schedule", read_schedule),
          .tcp = inner(value, "tcp", read_tcp),
          .uploads = optional_inner(value, "uploads", read_uploads),
          .files = optional_inner(value, "files", read_files),
          .capture = value.contains("capture")  // which older builds do not write
                         ? optional_inner(value, "capture", read_capture)
                         : std::nullopt,
          .time_wait = optional_field<std::uint64_t>(value, "time_wait"),
          .cpu_us = Field{value, "cpu_us"},
          .peak_rss_bytes = Field{value, "peak_rss_bytes"}};
}

}  // namespace

json to_json(const Totals& totals) {
  json times = json::object();
  for (const auto& [name, histogram] : kTimes) times[name] = (totals.times.*histogram).to_json();
  return {{kTotals, everything_but_times(totals)}, {kHistogramsKey, std::move(times)}};
}

bool has_totals(const json& line) {
  const auto found = line.find(kTotals);
  return found != line.end() && found->is_object() && found->contains("version") &&
         found->at("version") == kTotalsVersion;
}

Totals totals_from_json(const json& line) {
  if (!has_totals(line))
    throw Error(Place{.key = kTotals}, "is missing, or was written by another version");
  Totals totals =
      inner(line, kTotals, [](const json& value) { return everything_but_times(value); });
  const json& times = member(line, kHistogramsKey);
  for (const auto& [name, histogram] : kTimes)
    totals.times.*histogram = inner(times, name, metrics::Histogram::from_json);
  return totals;
}

}  // namespace gauntlet::contract
