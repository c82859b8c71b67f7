#include "client_pool/targets.h"

#include <fmt/format.h>

#include <asio/io_context.hpp>
#include <charconv>
#include <map>
#include <utility>

#include "base/error.h"

namespace gauntlet::client_pool {
namespace {

std::uint16_t parse_port(std::string_view text, std::string_view whole) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0)
    throw Error(fmt::format("'{}' is not a port; write 7000, 7000-7004 or 7000,7002", whole));
  return port;
}

// "host:port" or "[::1]:port" in its two parts.
std::pair<std::string, std::uint16_t> parse_target(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0)
    throw Error(fmt::format("--target '{}' is not host:port; write it as 127.0.0.1:7000", text));
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return {std::string(host), parse_port(text.substr(colon + 1), text)};
}

asio::ip::address resolve(const std::string& host) {
  std::error_code error;
  auto literal = asio::ip::make_address(host, error);
  if (!error) return literal;
  asio::io_context io;
  asio::ip::tcp::resolver resolver(io);
  const auto found = resolver.resolve(host, "", error);
  if (error || found.empty())
    throw Error(fmt::format("cannot resolve host '{}': {}", host, error.message()),
                ExitCode::kUnable);
  return found.begin()->endpoint().address();
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

std::vector<Target> resolve_targets(const ClientOptions& options) {
  std::vector<std::pair<std::string, std::uint16_t>> wanted;
  for (const std::string& target : options.targets) wanted.push_back(parse_target(target));
  if (wanted.empty())
    for (const std::uint16_t port : parse_ports(options.port))
      wanted.emplace_back(options.host, port);

  std::map<std::string, asio::ip::address> addresses;
  std::vector<Target> targets;
  for (const auto& [host, port] : wanted) {
    if (!addresses.contains(host)) addresses[host] = resolve(host);
    const bool is_v6 = host.find(':') != std::string::npos;
    const std::string shown = is_v6 ? "[" + host + "]" : host;
    targets.push_back({fmt::format("{}:{}", shown, port), {addresses[host], port}});
  }
  return targets;
}

}  // namespace gauntlet::client_pool
