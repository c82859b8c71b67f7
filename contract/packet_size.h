// The size of the packets that a client asks for, of itself and of server_pool.
#pragma once

#include <cstdint>

#include "base/units.h"

namespace gauntlet::contract {

inline constexpr std::uint64_t kMostPacketBytes = kMiB;

}  // namespace gauntlet::contract
