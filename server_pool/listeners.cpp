#include "server_pool/listeners.h"

#include "net/sockets.h"

namespace gauntlet::server_pool {
namespace {

Listener open_listener(const net::ListenOptions& options) {
  Listener listener{.socket = net::listen_on(options)};
  net::send_at_once(listener.socket.get());
  listener.port = net::local_port(listener.socket.get());
  return listener;
}

// SO_REUSEPORT would quietly share the port with another pool of the same user; without it, a port
// that is taken is an error.
void require_free(net::ListenOptions options) {
  options.reuse_port = false;
  net::listen_on(options);
}

}  // namespace

std::vector<Listener> listen(const ServerOptions& options) {
  const bool balanced = options.balance == Balance::kKernel;
  net::ListenOptions each{.host = options.host,
                          .port = options.base_port,
                          .reuse_port = balanced,
                          .congestion = options.congestion};
  if (balanced && each.port != 0) require_free(each);
  std::vector<Listener> listeners;
  for (std::uint32_t worker = 0; worker < options.pool; ++worker) {
    listeners.push_back(open_listener(each));
    if (balanced) each.port = listeners.front().port;
    if (!balanced && each.port != 0) ++each.port;
  }
  return listeners;
}

}  // namespace gauntlet::server_pool
