#include "server_pool/pool/listeners.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

#include "base/error.h"
#include "net/sockets.h"

namespace gauntlet::server_pool::pool {
namespace {

Listener open_listener(const net::ListenOptions& options, const net::Addresses& addresses) {
  Listener listener{.socket = net::listen_on(options, addresses)};
  net::send_at_once(listener.socket.get());
  const auto endpoint = net::local_endpoint(listener.socket.get());
  listener.host = endpoint.address().to_string();
  listener.port = endpoint.port();
  return listener;
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
  std::vector<Listener> listeners;
  for (std::uint32_t worker = 0; worker < options.pool; ++worker) {
    listeners.push_back(open_listener(each, addresses));
    const Listener& first = listeners.front();
    if (worker == 0) log_choice(options.host, first.host);
    addresses = {*net::parse_address(first.host)};
    if (balanced) each.port = first.port;
    if (!balanced && each.port != 0) ++each.port;
  }
  return listeners;
}

}  // namespace gauntlet::server_pool::pool
