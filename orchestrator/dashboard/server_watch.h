// What the server_pools of the scenario that runs say of themselves, and the switch of their cache.
#pragma once

#include "net/asio.h"
#include "net/deadlines.h"
#include "orchestrator/dashboard/live_state.h"

namespace gauntlet::orchestrator::dashboard {

class ServerWatch {
 public:
  // Both outlive it.
  ServerWatch(asio::io_context& io, LiveState& state) : io_(io), state_(state) {}

  // Asks the first one, unless that was done within the last second, and tells the state.
  net::Awaitable<void> refresh();
  // Switches the cache of all. False: one did not take it.
  net::Awaitable<bool> switch_cache(bool on);

 private:
  asio::io_context& io_;
  LiveState& state_;
  net::SteadyTime asked_{};
};

}  // namespace gauntlet::orchestrator::dashboard
