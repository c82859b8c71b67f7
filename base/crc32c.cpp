#include "base/crc32c.h"

#include <isa-l/crc.h>

#include <algorithm>

namespace gauntlet {

void Crc32c::put(std::string_view bytes) {
  constexpr std::size_t kMost = 1u << 30;  // ISA-L takes an int, and only reads the buffer
  while (!bytes.empty()) {
    const std::size_t size = std::min(bytes.size(), kMost);
    auto* data = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
    state_ = ::crc32_iscsi(data, static_cast<int>(size), state_);
    bytes.remove_prefix(size);
  }
}

}  // namespace gauntlet
