#include "orchestrator/packets/segment.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace gauntlet::orchestrator::packets {

std::string to_text(const Endpoint& endpoint) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool is_v6 = endpoint.family == Family::kIpv6;
  ::inet_ntop(is_v6 ? AF_INET6 : AF_INET, endpoint.address.data(), text.data(), text.size());
  return is_v6 ? fmt::format("[{}]:{}", text.data(), endpoint.port)
               : fmt::format("{}:{}", text.data(), endpoint.port);
}

std::string flags_text(std::uint8_t flags) {
  constexpr std::array<std::pair<std::uint8_t, std::string_view>, 6> kNames{
      {{kSyn, "SYN"}, {kFin, "FIN"}, {kRst, "RST"}, {kPsh, "PSH"}, {kAck, "ACK"}, {kUrg, "URG"}}};
  std::string text;
  for (const auto& [flag, name] : kNames) {
    if ((flags & flag) == 0) continue;
    if (!text.empty()) text += '|';
    text += name;
  }
  return text.empty() ? "-" : text;
}

}  // namespace gauntlet::orchestrator::packets
