#include "orchestrator/trace/rounds.h"

#include <fmt/format.h>

#include <algorithm>

namespace gauntlet::orchestrator::trace {
namespace {

void count_round_trip(Hop& hop, Duration rtt) {
  if (!hop.rtt) hop.rtt = RoundTrips{.least = rtt, .most = rtt};
  hop.rtt->least = std::min(hop.rtt->least, rtt);
  hop.rtt->most = std::max(hop.rtt->most, rtt);
}

}  // namespace

void Rounds::add(unsigned hop, const std::optional<Answer>& answer) {
  Seen& seen = seen_[hop];
  ++seen.hop.sent;
  if (!answer) return;
  // Who refuses is a router that has let nearer probes through; it is not one hop more.
  if (answer->as == Answer::As::kRefuser) {
    if (!refuser_) refuser_ = answer;
    return;
  }
  if (answer->as == Answer::As::kHost) host_ = std::min(host_.value_or(hop), hop);
  ++seen.hop.received;
  seen.total += answer->rtt;
  count_round_trip(seen.hop, answer->rtt);
  std::vector<std::string>& addresses = seen.hop.addresses;
  if (std::find(addresses.begin(), addresses.end(), answer->from) == addresses.end())
    addresses.push_back(answer->from);
}

std::vector<Hop> Rounds::hops() const {
  std::vector<Hop> hops;
  std::size_t last = 0;
  for (const auto& [number, seen] : seen_) {
    if (host_ && number > *host_) break;
    hops.push_back(seen.hop);
    if (seen.hop.received == 0) continue;
    hops.back().rtt->mean = seen.total / seen.hop.received;
    last = hops.size();
  }
  hops.resize(last);
  return hops;
}

std::string Rounds::refusal() const {
  if (host_ || !refuser_) return {};
  return fmt::format("{} answers: {}", refuser_->from, refuser_->why);
}

}  // namespace gauntlet::orchestrator::trace
