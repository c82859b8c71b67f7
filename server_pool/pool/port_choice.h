// Ports for a pool that was not told any.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gauntlet::server_pool::pool {

// The ports from 10000 on that so many may follow, itself among them, all of them outside of the
// range from which the kernel takes the ports of outgoing connections, as the text of
// ip_local_port_range says: "32768\t60999". There may be none.
std::vector<std::uint16_t> first_ports(std::string_view range, std::uint64_t count);

// A hundred first ports to try, at random; 0 for the kernel's choice where no others are left.
// Outside of the range, since every port in it may belong to a connection of anybody's, also for a
// minute after its end, and be taken while a pool is away that comes back to its ports.
std::vector<std::uint16_t> first_ports_to_try(std::uint64_t count);

}  // namespace gauntlet::server_pool::pool
