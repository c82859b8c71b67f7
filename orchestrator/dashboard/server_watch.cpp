#include "orchestrator/dashboard/server_watch.h"

#include <chrono>
#include <string_view>
#include <vector>

#include "orchestrator/dashboard/call.h"

namespace gauntlet::orchestrator::dashboard {

// A little less than a second, so that who asks each second is never told what is two old.
net::Awaitable<void> ServerWatch::refresh() {
  constexpr std::chrono::milliseconds kAge{900};
  const std::vector<HostPorts> pools = state_.pools();
  const auto now = std::chrono::steady_clock::now();
  if (pools.empty() || (now - asked_ < kAge && state_.knows_server())) co_return;
  asked_ = now;
  const HostPorts first = pools.front();
  const auto called = co_await call(io_, first, "GET", "/-/metrics", "");
  if (called && called->status == 200 && state_.pools() == pools)
    state_.set_server(read_figures(called->body));
}

net::Awaitable<bool> ServerWatch::switch_cache(bool on) {
  const std::vector<HostPorts> pools = state_.pools();
  const std::string_view word = on ? "on" : "off";
  for (const HostPorts& pool : pools) {
    const auto called = co_await call(io_, pool, "PUT", "/-/cache", word);
    if (!called || called->status >= 300) co_return false;
  }
  state_.cache_switched(on);
  co_return true;
}

}  // namespace gauntlet::orchestrator::dashboard
