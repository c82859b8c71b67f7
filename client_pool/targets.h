// Where the servers are.
#pragma once

#include <asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "client_pool/options.h"

namespace gauntlet::client_pool {

struct Target {
  std::string name{};  // "host:port", as in reports and in the Host field
  asio::ip::tcp::endpoint endpoint{};
};

// "7000", "7000-7004", "7000,7002-7003" in the order given. Throws Error that shows the fix.
std::vector<std::uint16_t> parse_ports(std::string_view text);

// All targets of the options, names resolved. Throws Error (kUnable) for a name that cannot be.
std::vector<Target> resolve_targets(const ClientOptions& options);

}  // namespace gauntlet::client_pool
