// The shares of the server_pools that serve the same files: what the setting `weights` says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::contract {

inline constexpr std::uint64_t kMostWeight = 256;  // the most that HAProxy takes

// "3:2:1", each from 1 to kMostWeight; nothing for any other text.
std::optional<std::vector<std::uint64_t>> parse_weights(std::string_view text);
std::string to_text(const std::vector<std::uint64_t>& weights);

}  // namespace gauntlet::contract
