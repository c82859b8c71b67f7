#include "contract/live_line.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "contract/json_fields.h"

namespace gauntlet::contract {
namespace {

using Json = nlohmann::ordered_json;

// In the order of time, and no more than the last of them.
void add_recent(std::vector<RecentRequest>& recent, const std::vector<RecentRequest>& others) {
  recent.insert(recent.end(), others.begin(), others.end());
  std::stable_sort(recent.begin(), recent.end(),
                   [](const auto& one, const auto& other) { return one.ended_s < other.ended_s; });
  if (recent.size() > LiveLine::kMostRecent)
    recent.erase(recent.begin(), recent.end() - LiveLine::kMostRecent);
}

Json recent_to_json(const RecentRequest& request) {
  return {{"ended_s", request.ended_s}, {"client", request.client}, {"request", request.request},
          {"time_s", request.time_s},   {"ok", request.ok},         {"status", request.status}};
}

RecentRequest recent_from_json(const nlohmann::json& value) {
  return {.ended_s = Field{value, "ended_s"},
          .client = Field{value, "client"},
          .request = Field{value, "request"},
          .time_s = Field{value, "time_s"},
          .ok = Field{value, "ok"},
          .status = Field{value, "status"}};
}

Json live_tcp_to_json(const LiveTcp& tcp) {
  return {{"samples", tcp.samples},
          {"cwnd_sum_bytes", tcp.cwnd_sum_bytes},
          {"rtt_sum_us", tcp.rtt_sum_us},
          {"retransmits", tcp.retransmits},
          {"cwnd_mean_bytes", or_null(tcp.cwnd_mean_bytes())},
          {"rtt_mean_us", or_null(tcp.rtt_mean_us())}};
}

LiveTcp live_tcp_from_json(const nlohmann::json& value) {
  return {.samples = Field{value, "samples"},
          .cwnd_sum_bytes = Field{value, "cwnd_sum_bytes"},
          .rtt_sum_us = Field{value, "rtt_sum_us"},
          .retransmits = Field{value, "retransmits"}};
}

std::optional<double> mean_of_samples(std::uint64_t sum, std::uint64_t count) {
  if (count == 0) return std::nullopt;
  return static_cast<double>(sum) / static_cast<double>(count);
}

}  // namespace

std::optional<double> LiveTcp::cwnd_mean_bytes() const {
  return mean_of_samples(cwnd_sum_bytes, samples);
}
std::optional<double> LiveTcp::rtt_mean_us() const { return mean_of_samples(rtt_sum_us, samples); }

void LiveTcp::add(const LiveTcp& other) {
  samples += other.samples;
  cwnd_sum_bytes += other.cwnd_sum_bytes;
  rtt_sum_us += other.rtt_sum_us;
  retransmits += other.retransmits;
}

void LiveLine::merge(const LiveLine& other) {
  time_s = std::max(time_s, other.time_s);
  active += other.active;
  most_active += other.most_active;
  requests += other.requests;
  failed_requests += other.failed_requests;
  bytes += other.bytes;
  latency.merge(other.latency);
  add_recent(recent, other.recent);
  tcp.add(other.tcp);
}

void LiveLine::follow_with(LiveLine next) {
  next.most_active = std::max(next.most_active, most_active);
  next.latency.merge(latency);
  add_recent(recent, next.recent);
  next.recent = std::move(recent);
  next.tcp.add(tcp);
  *this = std::move(next);
}

bool is_live_line(std::string_view line) { return line.starts_with(R"({"event":"live",)"); }

Json to_json(const LiveLine& line) {
  Json recent = Json::array();
  for (const RecentRequest& request : line.recent) recent.push_back(recent_to_json(request));
  return {{"event", "live"},
          {"time_s", line.time_s},
          {"active", line.active},
          {"requests", line.requests},
          {"failed_requests", line.failed_requests},
          {"bytes", line.bytes},
          {"most_active", line.most_active},
          {"latency", line.latency.to_json()},
          {"recent", std::move(recent)},
          {"tcp", live_tcp_to_json(line.tcp)}};
}

LiveLine live_from_json(const nlohmann::json& value) {
  return reading(value, "live", [&] {
    LiveLine line{.time_s = Field{value, "time_s"},
                  .active = Field{value, "active"},
                  .requests = Field{value, "requests"},
                  .failed_requests = Field{value, "failed_requests"},
                  .bytes = Field{value, "bytes"},
                  .latency = metrics::Histogram::from_json(member(value, "latency"))};
    line.most_active = field_or(value, "most_active", line.active);  // older builds do not say it
    for (const nlohmann::json& request : member(value, "recent"))
      line.recent.push_back(recent_from_json(request));
    if (value.contains("tcp"))
      line.tcp = live_tcp_from_json(value.at("tcp"));  // older builds say none
    return line;
  });
}

}  // namespace gauntlet::contract
