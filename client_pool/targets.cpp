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

// Each name is looked up once.
std::vector<Target> make_targets(const std::vector<HostPorts>& wanted, const ClientOptions& options,
                                 const net::Resolver& resolver) {
  std::map<std::string, net::Addresses> addresses;
  std::vector<Target> targets;
  for (const auto& [host, ports] : wanted) {
    if (!addresses.contains(host)) addresses[host] = resolve(host, options.timeout, resolver);
    for (const std::uint16_t port : ports)
      targets.push_back(make_target(in_brackets(host), port, addresses[host]));
  }
  return targets;
}

std::vector<HostPorts> parse_all(std::string_view option, const std::vector<std::string>& texts) {
  std::vector<HostPorts> all;
  for (const std::string& text : texts) all.push_back(parse_host_ports(option, text));
  return all;
}

}  // namespace

std::vector<Target> resolve_targets(const ClientOptions& options, const net::Resolver& resolver) {
  std::vector<HostPorts> wanted = parse_all("--target", options.targets);
  if (wanted.empty())
    wanted.push_back({.host = options.host, .ports = parse_ports("--port", options.port)});
  return make_targets(wanted, options, resolver);
}

std::vector<Target> resolve_redirect_to(const ClientOptions& options,
                                        const net::Resolver& resolver) {
  return make_targets(parse_all("--redirect-to", options.redirect_to), options, resolver);
}

}  // namespace gauntlet::client_pool
