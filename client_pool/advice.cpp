#include "client_pool/advice.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/output.h"
#include "metrics/tcp_info.h"

namespace gauntlet::client_pool {

std::string advice(const std::string& congestion, const std::vector<Target>& targets) {
  const bool loopback = std::any_of(targets.begin(), targets.end(), [](const Target& target) {
    return target.endpoints.front().address().is_loopback();
  });
  if (!loopback || congestion != "bbr") return {};
  return "hint: congestion control bbr paces even loopback traffic and can cost it "
         "more than half of its throughput; use --congestion cubic, here and for the server";
}

void give_advice(const Plan& plan) {
  const std::string& chosen = plan.options.congestion;
  const std::string text =
      advice(chosen == "system" ? metrics::loopback_congestion() : chosen, plan.targets);
  if (!text.empty()) say("client_pool: {}\n", text);
}

}  // namespace gauntlet::client_pool
