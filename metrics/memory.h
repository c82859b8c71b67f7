// How much memory there is to take.
#pragma once

#include <cstdint>
#include <optional>

namespace gauntlet::metrics {

// Bytes that programs may still get without swapping, or the limit of this process's control group
// (version 2), or of one above it, where that is less. Nothing when the kernel does not tell.
std::optional<std::uint64_t> available_memory();

}  // namespace gauntlet::metrics
