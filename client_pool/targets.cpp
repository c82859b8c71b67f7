#include "client_pool/targets.h"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <utility>

#include "base/error.h"
#include "wire/url.h"

namespace gauntlet::client_pool {
namespace {

std::uint16_t parse_port(std::string_view text, std::string_view whole) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0)
    throw Error(fmt::format("'{}' is not a port; write 7000, 7000-7004 or 7000,7002", whole));
  return port;
}

[[noreturn]] void refuse_target(std::string_view text, std::string_view fix) {
  throw Error(fmt::format("--target '{}' is not host:port; write it as {}", text, fix));
}

using HostAndPorts = std::pair<std::string, std::vector<std::uint16_t>>;

// "[::1]:ports" in its two parts; text begins with '['.
HostAndPorts parse_bracketed(std::string_view text) {
  const std::size_t end = text.find(']');
  if (end == text.npos) refuse_target(text, "[::1]:7000");
  const std::string_view rest = text.substr(end + 1);
  if (!rest.starts_with(':')) refuse_target(text, fmt::format("{}:7000", text.substr(0, end + 1)));
  return {std::string(text.substr(0, end + 1)), parse_ports(rest.substr(1))};
}

// "host:ports" or "[::1]:ports" in its two parts.
HostAndPorts parse_target(std::string_view text) {
  if (text.starts_with('[')) return parse_bracketed(text);
  const std::size_t colon = text.find(':');
  if (colon != text.rfind(':')) refuse_target(text, fmt::format("[{}]:7000", text));
  if (colon == text.npos || colon == 0) refuse_target(text, "127.0.0.1:7000");
  return {std::string(text.substr(0, colon)), parse_ports(text.substr(colon + 1))};
}

// The host as it stands before ":port".
std::string shown(const std::string& host) {
  const bool bare_v6 = host.find(':') != std::string::npos && !host.starts_with('[');
  return bare_v6 ? "[" + host + "]" : host;
}

std::string without_zone(const std::string& host) {
  const std::size_t percent = host.find('%');
  return percent == std::string::npos ? host : host.substr(0, percent) + "]";
}

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

std::vector<std::uint16_t> parse_ports(std::string_view text) {
  std::vector<std::uint16_t> ports;
  for (std::string_view rest = text;;) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    const std::size_t dash = part.find('-');
    const std::uint16_t first = parse_port(part.substr(0, dash), text);
    const std::uint16_t last =
        dash == std::string_view::npos ? first : parse_port(part.substr(dash + 1), text);
    if (last < first)
      throw Error(fmt::format("ports '{}' run backwards; write {}-{}", part, last, first));
    for (std::uint32_t port = first; port <= last; ++port)
      ports.push_back(static_cast<std::uint16_t>(port));
    if (comma == std::string_view::npos) return ports;
    rest.remove_prefix(comma + 1);
  }
}

std::vector<Target> resolve_targets(const ClientOptions& options, const net::Resolver& resolver) {
  std::vector<HostAndPorts> wanted;
  for (const std::string& target : options.targets) wanted.push_back(parse_target(target));
  if (wanted.empty()) wanted.emplace_back(options.host, parse_ports(options.port));

  std::map<std::string, net::Addresses> addresses;
  std::vector<Target> targets;
  for (const auto& [host, ports] : wanted) {
    if (!addresses.contains(host)) addresses[host] = resolve(host, options.timeout, resolver);
    for (const std::uint16_t port : ports)
      targets.push_back(make_target(shown(host), port, addresses[host]));
  }
  return targets;
}

}  // namespace gauntlet::client_pool
