// From the name of a host to its addresses.
#pragma once

#include <asio/ip/address.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"

namespace gauntlet::net {

using Addresses = std::vector<asio::ip::address>;
using Resolver = std::function<Addresses(const std::string& host)>;

// "127.0.0.1", "::1", "[::1]", "fe80::1%eth0" as an address, which carries its zone; nothing for a
// name. Throws Error for what can be neither, and for a zone that is no network interface.
std::optional<asio::ip::address> parse_address(std::string_view host);

// An address as others write it in front of a port: "127.0.0.1", "[::1]". Without its zone, and an
// IPv4 address that is mapped into IPv6 as what it is.
std::string host_text(const asio::ip::address& address);

// The addresses of a host, the best one first (RFC 6724). Blocks for as long as name servers take.
// Throws Error (kUnable) when there are none.
Addresses resolve(const std::string& host);

// The same, or nothing when it takes longer than that. A look-up cannot be called off: a late one
// stays behind on a thread of its own, which does not keep the process from ending.
std::optional<Addresses> resolve_within(const std::string& host, Duration limit,
                                        const Resolver& resolver = resolve);

}  // namespace gauntlet::net
