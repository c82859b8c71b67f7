// Memory that a process shares with the children that it forks.
#pragma once

#include <cstddef>
#include <memory>

namespace gauntlet {

// So many bytes, all 0, for as long as somebody has the pointer. Make it before the children.
// Throws Error (kUnable).
std::shared_ptr<void> shared_memory(std::size_t bytes);

}  // namespace gauntlet
