#include "client_pool/tally.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"

namespace gauntlet::client_pool {
namespace {

using nlohmann::json;

bool any_error(const Tally& tally) { return !tally.first_error.empty(); }

json to_json(const ClientTally& client) {
  return {client.requests, client.sum_s, client.failed,
          client.done_s ? json(*client.done_s) : json(nullptr)};
}

ClientTally client_from_json(const json& value) {
  ClientTally client{.requests = value.at(0), .sum_s = value.at(1), .failed = value.at(2)};
  if (!value.at(3).is_null()) client.done_s = value.at(3).get<double>();
  return client;
}

}  // namespace

void Tally::merge(const Tally& other) {
  for (std::size_t kind = 0; kind < kErrorKinds; ++kind) errors[kind] += other.errors[kind];
  if (any_error(other) && (!any_error(*this) || other.first_error_s < first_error_s)) {
    first_error = other.first_error;
    first_error_s = other.first_error_s;
  }
  connected = connected || other.connected;
  verified = std::min(verified, other.verified);
  latency.merge(other.latency);
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
          {"latency", tally.latency.to_json()},
          {"targets", std::move(targets)},
          {"clients", std::move(clients)}};
}

Tally tally_from_json(const json& value) try {
  Tally tally{.errors = value.at("errors"),
              .first_error = value.at("first_error"),
              .first_error_s = value.at("first_error_s"),
              .connected = value.at("connected"),
              .verified = static_cast<Verify>(value.at("verified").get<int>()),
              .latency = metrics::Histogram::from_json(value.at("latency"))};
  for (const json& target : value.at("targets"))
    tally.targets.push_back({target.at(0), target.at(1), target.at(2)});
  for (const json& client : value.at("clients")) tally.clients.push_back(client_from_json(client));
  return tally;
} catch (const json::exception& error) {
  throw Error(std::string("malformed result of a worker: ") + error.what(), ExitCode::kUnable);
}

}  // namespace gauntlet::client_pool
