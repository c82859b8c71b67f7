// CRC32C, the checksum of every body.
#pragma once

#include <cstdint>
#include <string_view>

namespace gauntlet {

// CRC32C (Castagnoli polynomial, reflected, inverted at both ends) of what has been put so far.
// "123456789" gives 0xE3069283.
class Crc32c {
 public:
  void put(std::string_view bytes);
  std::uint32_t value() const { return ~state_; }

 private:
  std::uint32_t state_ = 0xFFFFFFFF;
};

}  // namespace gauntlet
