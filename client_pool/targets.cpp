#include "client_pool/targets.h"

#include <fmt/format.h>

#include <map>

#include "base/error.h"
#include "base/host_ports.h"
#include "wire/url.h"

namespace gauntlet::client_pool {
namespace {

net::Addresses resolve(const std::string& host, Duration limit, const net::Resolver& resolver) {
  if (const auto address = net::parse_address(host)) return {*address};
  const auto addresses = net::resolve_within(host, limit, resolver);
  if (addresses) return *addresses;
  throw Error(
      fmt::format("host '{}' had no address within {}; look at its name server, or raise --timeout",
                  host, format_duration(limit)),
      ExitCode::kUnable);
}

// name: of the host, as it stands before ":port".
Target make_target(const std::string& name, std::uint16_t port, const net::Addresses& addresses) {
  Target target{.name = fmt::format("{}:{}", name, port),
                .host = wire::host_field(without_zone(name), port)};
  for (const auto& address : addresses) target.endpoints.emplace_back(address, port);
  return target;
}

}  // namespace

std::vector<Target> resolve_targets(const ClientOptions& options, const net::Resolver& resolver) {
  std::vector<HostPorts> wanted;
  for (const std::string& target : options.targets)
    wanted.push_back(parse_host_ports("--target", target));
  if (wanted.empty())
    wanted.push_back({.host = options.host, .ports = parse_ports("--port", options.port)});

  std::map<std::string, net::Addresses> addresses;
  std::vector<Target> targets;
  for (const auto& [host, ports] : wanted) {
    if (!addresses.contains(host)) addresses[host] = resolve(host, options.timeout, resolver);
    for (const std::uint16_t port : ports)
      targets.push_back(make_target(in_brackets(host), port, addresses[host]));
  }
  return targets;
}

}  // namespace gauntlet::client_pool
