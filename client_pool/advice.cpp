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

std::string idle_target_advice(std::size_t targets, std::uint64_t clients) {
  if (targets <= clients) return {};
  return fmt::format(
      "hint: {} of {} targets are asked by nobody, since each client keeps to one; give "
      "--client-pool {} or more",
      targets - clients, targets, targets);
}

void give_advice(const Plan& plan) {
  const std::string idle =
      idle_target_advice(plan.options.targets.size(), plan.options.client_pool);
  if (!idle.empty()) say("client_pool: {}\n", idle);
  const std::string& chosen = plan.options.congestion;
  const std::string text =
      advice(chosen == "system" ? metrics::loopback_congestion() : chosen, plan.targets);
  if (!text.empty()) say("client_pool: {}\n", text);
}

}  // namespace gauntlet::client_pool
