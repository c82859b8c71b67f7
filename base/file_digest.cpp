#include "base/file_digest.h"

#include <fmt/format.h>
#include <sys/xattr.h>
#include <time.h>

#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace gauntlet {
namespace {

constexpr const char* kAttribute = "user.gauntlet.crc32c";

// What the digest was computed of. Changes whenever the content does, unless mtime is set back.
std::string identity(const struct stat& status) {
  return fmt::format("{} {}.{:09} {}", status.st_size, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec, status.st_ino);
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// A tick of the clock that changes of files are dated by, and what it says now.
std::int64_t tick() {
  timespec time{};
  ::clock_getres(CLOCK_REALTIME_COARSE, &time);
  return nanoseconds(time);
}
std::int64_t coarse_now() {
  timespec time{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &time);
  return nanoseconds(time);
}

// How often it is tried to store a digest in time.
constexpr int kTries = 4;

}  // namespace

// The attribute: the digest (8 hexadecimal digits), the time up to which the file's ctime is good
// (nanoseconds), the identity.
std::optional<std::uint32_t> stored_digest(int file, const struct stat& status) {
  std::array<char, 128> value;
  const ssize_t length = ::fgetxattr(file, kAttribute, value.data(), value.size());
  if (length <= 0) return std::nullopt;
  const char* const end = value.data() + length;
  std::uint32_t crc32c = 0;
  const auto [digits_end, error] = std::from_chars(value.data(), end, crc32c, 16);
  if (error != std::errc{} || digits_end != value.data() + 8 || digits_end == end)
    return std::nullopt;
  std::int64_t until = 0;
  const auto [until_end, no_time] = std::from_chars(digits_end + 1, end, until);
  if (no_time != std::errc{} || until_end == end) return std::nullopt;
  const std::string_view kept(until_end + 1, static_cast<std::size_t>(end - until_end - 1));
  if (kept != identity(status) || nanoseconds(status.st_ctim) > until) return std::nullopt;
  return crc32c;
}

// That it is stored is a change of the file, too, so the time that is stored lies a little ahead of
// it: two ticks, since the clock of changes runs up to one before the one that can be read.
bool store_digest(int file, const struct stat& status, std::uint32_t crc32c) {
  const std::string what = identity(status);
  for (int tries = 0; tries < kTries; ++tries) {
    const std::int64_t now = coarse_now();
    const std::int64_t until = now + 2 * tick();
    const std::string value = fmt::format("{:08x} {} {}", crc32c, until, what);
    if (::fsetxattr(file, kAttribute, value.data(), value.size(), 0) != 0) return false;
    struct stat after {};
    if (::fstat(file, &after) != 0) return false;
    const std::int64_t changed = nanoseconds(after.st_ctim);
    if (changed >= now - tick() && changed <= until) return true;
  }
  ::fremovexattr(file, kAttribute);
  return false;
}

}  // namespace gauntlet
