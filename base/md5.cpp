#include "base/md5.h"

#include <fmt/format.h>

#include <array>

namespace gauntlet {

Md5::Md5() { ::md5_init(&state_); }

void Md5::put(std::string_view bytes) {
  ::md5_update(&state_, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

std::string Md5::hex() {
  std::array<std::uint8_t, MD5_DIGEST_SIZE> digest{};
  ::md5_digest(&state_, digest.size(), digest.data());
  std::string text;
  for (const std::uint8_t byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace gauntlet
