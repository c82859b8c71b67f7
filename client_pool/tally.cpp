#include "client_pool/tally.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "contract/json_fields.h"

namespace gauntlet::client_pool {
namespace {

using contract::or_null;
using nlohmann::json;

bool any_error(const Tally& tally) { return !tally.first_error.empty(); }

std::optional<double> optional_from_json(const json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

json to_json(const ClientTally& client) {
  return {client.requests,          client.sum_s,          client.failed, client.created,
          or_null(client.active_s), or_null(client.done_s)};
}

ClientTally client_from_json(const json& value) {
  return {.requests = value.at(0),
          .sum_s = value.at(1),
          .failed = value.at(2),
          .created = value.at(3),
          .active_s = optional_from_json(value.at(4)),
          .done_s = optional_from_json(value.at(5))};
}

json to_json(const Histograms& times) {
  return {times.latency.to_json(), times.service.to_json(), times.ttfb.to_json(),
          times.connect.to_json(), times.late.to_json()};
}

Histograms histograms_from_json(const json& value) {
  return {.latency = metrics::Histogram::from_json(value.at(0)),
          .service = metrics::Histogram::from_json(value.at(1)),
          .ttfb = metrics::Histogram::from_json(value.at(2)),
          .connect = metrics::Histogram::from_json(value.at(3)),
          .late = metrics::Histogram::from_json(value.at(4))};
}

json to_json(const ScheduleTally& schedule) {
  return {schedule.planned, schedule.begun, schedule.last_begun_s, schedule.end_s};
}

ScheduleTally schedule_from_json(const json& value) {
  return {.planned = value.at(0),
          .begun = value.at(1),
          .last_begun_s = value.at(2),
          .end_s = value.at(3)};
}

json to_json(const metrics::TcpTotals& tcp) {
  return {tcp.connections,     tcp.segments,          tcp.retransmits, tcp.busy_us,
          tcp.rwnd_limited_us, tcp.sndbuf_limited_us, tcp.rtt_samples, tcp.rtt_sum_us,
          tcp.rate_samples,    tcp.rate_sum_Bps};
}

metrics::TcpTotals tcp_from_json(const json& value) {
  return {.connections = value.at(0),
          .segments = value.at(1),
          .retransmits = value.at(2),
          .busy_us = value.at(3),
          .rwnd_limited_us = value.at(4),
          .sndbuf_limited_us = value.at(5),
          .rtt_samples = value.at(6),
          .rtt_sum_us = value.at(7),
          .rate_samples = value.at(8),
          .rate_sum_Bps = value.at(9)};
}

}  // namespace

void Histograms::merge(const Histograms& other) {
  latency.merge(other.latency);
  service.merge(other.service);
  ttfb.merge(other.ttfb);
  connect.merge(other.connect);
  late.merge(other.late);
}

void ScheduleTally::merge(const ScheduleTally& other) {
  planned += other.planned;
  begun += other.begun;
  last_begun_s = std::max(last_begun_s, other.last_begun_s);
  end_s = std::max(end_s, other.end_s);
}

void Tally::merge(const Tally& other) {
  for (std::size_t kind = 0; kind < kErrorKinds; ++kind) errors[kind] += other.errors[kind];
  if (any_error(other) && (!any_error(*this) || other.first_error_s < first_error_s)) {
    first_error = other.first_error;
    first_error_s = other.first_error_s;
  }
  connected = connected || other.connected;
  verified = std::min(verified, other.verified);
  warmup_requests += other.warmup_requests;
  times.merge(other.times);
  timeline.merge(other.timeline);
  schedule.merge(other.schedule);
  tcp.merge(other.tcp);
  targets.resize(std::max(targets.size(), other.targets.size()));
  for (std::size_t i = 0; i < other.targets.size(); ++i) {
    targets[i].requests += other.targets[i].requests;
    targets[i].failed_requests += other.targets[i].failed_requests;
    targets[i].bytes += other.targets[i].bytes;
  }
  clients.insert(clients.end(), other.clients.begin(), other.clients.end());
}

json to_json(const Tally& tally) {
  json targets = json::array();
  for (const TargetTally& target : tally.targets)
    targets.push_back({target.requests, target.failed_requests, target.bytes});
  json clients = json::array();
  for (const ClientTally& client : tally.clients) clients.push_back(to_json(client));
  return {{"errors", tally.errors},
          {"first_error", tally.first_error},
          {"first_error_s", tally.first_error_s},
          {"connected", tally.connected},
          {"verified", static_cast<int>(tally.verified)},
          {"warmup_requests", tally.warmup_requests},
          {"times", to_json(tally.times)},
          {"timeline", tally.timeline.to_json()},
          {"schedule", to_json(tally.schedule)},
          {"tcp", to_json(tally.tcp)},
          {"targets", std::move(targets)},
          {"clients", std::move(clients)}};
}

Tally tally_from_json(const json& value) try {
  Tally tally{.errors = value.at("errors"),
              .first_error = value.at("first_error"),
              .first_error_s = value.at("first_error_s"),
              .connected = value.at("connected"),
              .verified = static_cast<Verify>(value.at("verified").get<int>()),
              .warmup_requests = value.at("warmup_requests"),
              .times = histograms_from_json(value.at("times")),
              .timeline = Timeline::from_json(value.at("timeline")),
              .schedule = schedule_from_json(value.at("schedule")),
              .tcp = tcp_from_json(value.at("tcp"))};
  for (const json& target : value.at("targets"))
    tally.targets.push_back({target.at(0), target.at(1), target.at(2)});
  for (const json& client : value.at("clients")) tally.clients.push_back(client_from_json(client));
  return tally;
} catch (const json::exception& error) {
  throw Error(std::string("malformed result of a worker: ") + error.what(), ExitCode::kUnable);
}

}  // namespace gauntlet::client_pool
