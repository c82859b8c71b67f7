#include "server_pool/redirects/front.h"

#include <fmt/format.h>

#include <utility>

namespace gauntlet::server_pool::redirects {

Front::Front(std::span<const Mirror> mirrors, std::vector<std::uint64_t> weights,
             std::vector<std::uint16_t> ports, const Counters& counters)
    : mirrors_(mirrors),
      counters_(counters),
      rotation_(weights.empty() ? std::vector<std::uint64_t>(mirrors.size() + 1, 1) : weights) {
  members_.push_back({.ports = std::move(ports)});
  for (const Mirror& mirror : mirrors) members_.push_back({.ports = mirror.ports});
}

std::optional<std::string> Front::next(std::string_view own_host) {
  for (std::size_t i = 0; i < mirrors_.size(); ++i)
    rotation_.set(i + 1, counters_.mirror_healthy(i).get() != 0);
  const std::size_t who = rotation_.next();
  Member& member = members_[who];
  const std::size_t turn = member.turn;
  member.turn = (turn + 1) % member.ports.size();
  if (who == 0 && turn == 0) return std::nullopt;
  const std::string_view host = who == 0 ? own_host : mirrors_[who - 1].host;
  return fmt::format("{}:{}", host, member.ports[turn]);
}

}  // namespace gauntlet::server_pool::redirects
