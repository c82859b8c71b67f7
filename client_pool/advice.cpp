#include "client_pool/advice.h"

#include <algorithm>

#include "metrics/tcp_info.h"

namespace gauntlet::client_pool {

std::string advice(const Plan& plan) {
  if (plan.options.json) return {};
  const std::string& chosen = plan.options.congestion;
  const std::string used = chosen == "system" ? metrics::loopback_congestion() : chosen;
  const bool loopback = std::any_of(
      plan.targets.begin(), plan.targets.end(),
      [](const Target& target) { return target.endpoints.front().address().is_loopback(); });
  if (!loopback || used != "bbr") return {};
  return "hint: congestion control bbr paces even loopback traffic and can cost it "
         "more than half of its throughput; use --congestion cubic, here and for the server";
}

}  // namespace gauntlet::client_pool
