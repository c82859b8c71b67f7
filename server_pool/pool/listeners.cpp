#include "server_pool/pool/listeners.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

#include "base/error.h"
#include "net/sockets.h"
#include "server_pool/pool/port_choice.h"

namespace gauntlet::server_pool::pool {
namespace {

constexpr std::uint32_t kLastPort = 65535;

Listener listener_of(UniqueFd socket) {
  net::send_at_once(socket.get());
  const auto endpoint = net::local_endpoint(socket.get());
  return {
      .socket = std::move(socket), .host = endpoint.address().to_string(), .port = endpoint.port()};
}

// SO_REUSEPORT would quietly share the port with another pool of the same user; without it, a port
// that is taken is an error.
void require_free(net::ListenOptions options, const net::Addresses& addresses) {
  options.reuse_port = false;
  net::listen_on(options, addresses);
}

// Which of a name's addresses the pool has, since it has but one.
void log_choice(const std::string& host, const std::string& chosen) {
  if (net::parse_address(host)) return;
  spdlog::info("'{}' is {} here: the first of its addresses that this machine has", host, chosen);
}

}  // namespace

net::Addresses addresses_of(const std::string& host, Duration patience,
                            const net::Resolver& resolver) {
  if (auto addresses = net::resolve_within(host, patience, resolver)) return std::move(*addresses);
  throw Error(fmt::format("--host: the addresses of '{}' could not be had within {}; write the "
                          "address itself, or mend its name server",
                          host, format_duration(patience)),
              ExitCode::kUnable);
}

std::vector<Listener> listen(const ServerOptions& options, net::Addresses addresses) {
  const bool balanced = options.balance == Balance::kKernel;
  net::ListenOptions each{.host = options.host,
                          .port = options.base_port,
                          .reuse_port = balanced,
                          .congestion = options.congestion};
  if (balanced && each.port != 0) require_free(each, addresses);
  // A port that the user named has to be free, one that is chosen here need not be.
  const bool chosen = options.base_port == 0 && !balanced;
  const auto open = [&](std::uint16_t port) -> std::optional<Listener> {
    each.port = port;
    UniqueFd socket =
        chosen ? net::listen_if_free(each, addresses) : net::listen_on(each, addresses);
    if (!socket) return std::nullopt;
    Listener listener = listener_of(std::move(socket));
    addresses = {*net::parse_address(listener.host)};
    return listener;
  };
  const auto first_ports =
      chosen ? first_ports_to_try(options.pool) : std::vector{options.base_port};
  auto listeners = open_in_a_row(first_ports, balanced ? 1 : options.pool, open);
  while (listeners.size() < options.pool)
    listeners.push_back(*open(balanced ? listeners.front().port : 0));
  log_choice(options.host, listeners.front().host);
  return listeners;
}

std::vector<Listener> open_in_a_row(const std::vector<std::uint16_t>& first_ports,
                                    std::uint64_t count, const OpenListener& open) {
  for (std::uint32_t port : first_ports) {
    std::vector<Listener> row;
    while (row.size() < count && port <= kLastPort) {
      auto listener = open(static_cast<std::uint16_t>(port));
      if (!listener) break;
      port = listener->port + 1u;
      row.push_back(std::move(*listener));
    }
    if (row.size() == count) return row;
  }
  return {};
}

}  // namespace gauntlet::server_pool::pool
