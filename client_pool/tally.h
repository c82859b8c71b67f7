// What a worker measured, as it travels to the pool and is merged there.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "base/units.h"
#include "contract/totals.h"

namespace gauntlet::client_pool {

// Of one client. Times are after the end of the warm-up.
struct ClientTally {
  std::uint64_t requests = 0;        // that succeeded
  Duration sum{};                    // of their response times
  bool failed = false;               // any request did
  bool rejected = false;             // any request was turned away
  bool created = false;              // any upload became a new file, also during the warm-up
  std::optional<Duration> active{};  // closed loop: its first request; open loop: it can take one
  std::optional<Duration> done{};    // nothing: it was interrupted
};

// Means are rounded to nanoseconds.
contract::ClientTotals totals_of(const std::vector<ClientTally>& clients);

// What the uploads of one client left on the server.
enum class Uploaded {
  kNothing,
  kUnclaimed,  // it took some, and did not say that it created a file
  kCreated,
};
Uploaded uploaded_by(const ClientTally& client);

struct WorkerResult {
  contract::Totals totals{};
  std::vector<Uploaded> uploaded{};  // by each client

  // The clients of other follow ours.
  void merge(const WorkerResult& other);
};

nlohmann::json to_json(const WorkerResult& result);
// Throws Error (kUnable) for anything that to_json did not write.
WorkerResult result_from_json(const nlohmann::json& json);

}  // namespace gauntlet::client_pool
