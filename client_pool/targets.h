// Where the servers are.
#pragma once

#include <asio/ip/tcp.hpp>
#include <string>
#include <vector>

#include "client_pool/options.h"
#include "net/resolve.h"

namespace gauntlet::client_pool {

struct Target {
  std::string name{};  // "host:port", as in reports: "[fe80::1%eth0]:9000"
  std::string host{};  // the Host field: the same without the zone, which says nothing there
  std::vector<asio::ip::tcp::endpoint> endpoints{};  // at least one; the best one first
};

// All targets of the options, names resolved, each within --timeout. Throws Error for what is no
// target, and Error (kUnable) for a name that has no address or is late.
std::vector<Target> resolve_targets(const ClientOptions& options,
                                    const net::Resolver& resolver = net::resolve);
// The same of --redirect-to.
std::vector<Target> resolve_redirect_to(const ClientOptions& options,
                                        const net::Resolver& resolver = net::resolve);

}  // namespace gauntlet::client_pool
