#include "server_pool/redirects/mirrors.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "base/error.h"

namespace gauntlet::server_pool::redirects {
namespace {

constexpr std::uint64_t kMostWeight = 1000;

net::Addresses addresses_of(const HostPorts& mirror, Duration limit,
                            const net::Resolver& resolver) {
  if (const auto address = net::parse_address(mirror.host)) return {*address};
  if (auto addresses = net::resolve_within(mirror.host, limit, resolver))
    return std::move(*addresses);
  throw Error(fmt::format("--mirror: host '{}' had no address within {}; look at its name server, "
                          "or raise --timeout",
                          mirror.host, format_duration(limit)),
              ExitCode::kUnable);
}

}  // namespace

std::string name_of(const HostPorts& mirror) {
  return fmt::format("{}:{}", mirror.host, mirror.ports.front());
}

std::vector<Mirror> resolve_mirrors(const std::vector<HostPorts>& mirrors, Duration limit,
                                    const net::Resolver& resolver) {
  std::vector<Mirror> resolved;
  for (const HostPorts& each : mirrors) {
    Mirror mirror{.name = name_of(each), .host = without_zone(each.host), .ports = each.ports};
    for (const auto& address : addresses_of(each, limit, resolver))
      mirror.endpoints.emplace_back(address, each.ports.front());
    resolved.push_back(std::move(mirror));
  }
  return resolved;
}

std::vector<std::uint64_t> parse_weights(std::string_view text) {
  std::vector<std::uint64_t> weights;
  for (std::string_view rest = text;;) {
    const std::string_view part = rest.substr(0, rest.find(':'));
    std::uint64_t weight = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), weight);
    if (error != std::errc{} || end != part.data() + part.size() || weight == 0 ||
        weight > kMostWeight)
      throw Error(
          fmt::format("--weights '{}' are not whole numbers of 1 to {} with ':' between them; "
                      "write 3:2:1",
                      text, kMostWeight));
    weights.push_back(weight);
    if (part.size() == rest.size()) return weights;
    rest.remove_prefix(part.size() + 1);
  }
}

}  // namespace gauntlet::server_pool::redirects
