#include "client_pool/tally.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/error.h"

namespace gauntlet::client_pool {
namespace {

Duration mean_of(const ClientTally& client) {
  const auto sum = static_cast<double>(client.sum.count());
  return Duration(std::llround(sum / static_cast<double>(client.requests)));
}

}  // namespace

contract::ClientTotals totals_of(const std::vector<ClientTally>& clients) {
  contract::ClientTotals totals;
  std::vector<Duration> means;
  std::vector<Duration> done;
  for (const ClientTally& client : clients) {
    if (client.failed) ++totals.fail;
    const bool any_served = client.requests > 0 || !client.rejected;
    if (!client.failed && client.done && any_served) ++totals.success;
    if (!client.active) ++totals.idle;
    if (!client.done) ++totals.undone;
    if (client.requests > 0) means.push_back(mean_of(client));
    if (client.done) done.push_back(*client.done);
    totals.last_active = std::max(totals.last_active, client.active);  // nothing is least
  }
  totals.means = contract::Durations(std::move(means));
  totals.done = contract::Durations(std::move(done));
  return totals;
}

Uploaded uploaded_by(const ClientTally& client) {
  if (client.created) return Uploaded::kCreated;
  return client.requests > 0 ? Uploaded::kUnclaimed : Uploaded::kNothing;
}

void WorkerResult::merge(const WorkerResult& other) {
  totals.merge(other.totals);
  uploaded.insert(uploaded.end(), other.uploaded.begin(), other.uploaded.end());
}

nlohmann::json to_json(const WorkerResult& result) {
  nlohmann::json line = contract::to_json(result.totals);
  line["uploaded"] = result.uploaded;
  return line;
}

WorkerResult result_from_json(const nlohmann::json& json) try {
  return {.totals = contract::totals_from_json(json),
          .uploaded = json.at("uploaded").get<std::vector<Uploaded>>()};
} catch (const std::exception& error) {
  throw Error(std::string("malformed result of a worker: ") + error.what(), ExitCode::kUnable);
}

}  // namespace gauntlet::client_pool
