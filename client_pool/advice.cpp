#include "client_pool/advice.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/units.h"
#include "metrics/tcp_info.h"

namespace gauntlet::client_pool {

namespace {

std::string pacing_advice(const Plan& plan) {
  const std::string& chosen = plan.options.congestion;
  const std::string used = chosen == "system" ? metrics::loopback_congestion() : chosen;
  const bool loopback = std::any_of(
      plan.targets.begin(), plan.targets.end(),
      [](const Target& target) { return target.endpoints.front().address().is_loopback(); });
  if (!loopback || used != "bbr") return {};
  return "hint: congestion control bbr paces even loopback traffic and can cost it "
         "more than half of its throughput; use --congestion cubic, here and for the server";
}

// Ports of a range may be more than the clients, as in a sweep; targets were named one by one.
std::string idle_target_advice(const ClientOptions& options) {
  const std::size_t targets = options.targets.size();
  if (targets <= options.client_pool) return {};
  return fmt::format(
      "hint: {} asked by nobody, since each client keeps to one; give --client-pool {} or more",
      counted_of(targets - options.client_pool, targets, "targets"), targets);
}

}  // namespace

std::vector<std::string> advice(const Plan& plan) {
  if (plan.options.json) return {};
  std::vector<std::string> sentences;
  for (const std::string& sentence : {pacing_advice(plan), idle_target_advice(plan.options)})
    if (!sentence.empty()) sentences.push_back(sentence);
  return sentences;
}

}  // namespace gauntlet::client_pool
