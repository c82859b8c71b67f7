#include "server_pool/redirects/mirrors.h"

#include <fmt/format.h>

#include <utility>

#include "base/error.h"

namespace gauntlet::server_pool::redirects {
namespace {

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

}  // namespace gauntlet::server_pool::redirects
