#include "base/file_digest.h"

#include <fmt/format.h>
#include <sys/xattr.h>

#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace gauntlet {
namespace {

constexpr const char* kAttribute = "user.gauntlet.crc32c";

// What the digest was computed of. Changes whenever the content does.
std::string identity(const struct stat& status) {
  return fmt::format("{} {}.{:09} {}", status.st_size, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec, status.st_ino);
}

}  // namespace

std::optional<std::uint32_t> stored_digest(int file, const struct stat& status) {
  std::array<char, 128> value;
  const ssize_t length = ::fgetxattr(file, kAttribute, value.data(), value.size());
  if (length < 10) return std::nullopt;
  const std::string_view text(value.data(), static_cast<std::size_t>(length));
  if (text.substr(9) != identity(status)) return std::nullopt;
  std::uint32_t crc32c = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + 8, crc32c, 16);
  if (error != std::errc{} || end != text.data() + 8) return std::nullopt;
  return crc32c;
}

bool store_digest(int file, std::uint32_t crc32c) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return false;
  const std::string value = fmt::format("{:08x} {}", crc32c, identity(status));
  return ::fsetxattr(file, kAttribute, value.data(), value.size(), 0) == 0;
}

}  // namespace gauntlet
