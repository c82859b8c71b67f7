#include "base/content.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <vector>

#include "base/crc32c.h"
#include "base/error.h"

namespace gauntlet {
namespace {

// SplitMix64 (Steele, Lea, Flood 2014): the i-th output is a hash of seed + i, so that it is fast,
// portable and good enough not to compress.
std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
  return value ^ (value >> 31);
}

void write_all(int file, const char* name, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_errno(fmt::format("cannot write '{}'", name));
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
}

}  // namespace

std::uint32_t write_content(int file, const char* name, std::uint64_t seed, std::uint64_t size) {
  constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ull;
  constexpr std::size_t kWords = 32 * 1024;
  std::vector<std::uint64_t> words(std::min<std::uint64_t>(kWords, size / 8 + 1));
  Crc32c digest;
  std::uint64_t state = mix(seed);
  for (std::uint64_t offset = 0; offset < size;) {
    for (std::uint64_t& word : words) word = mix(state += kGolden);
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(words.size() * 8, size - offset));
    const std::string_view bytes(reinterpret_cast<const char*>(words.data()), length);
    write_all(file, name, bytes, offset);
    digest.put(bytes);
    offset += length;
  }
  return digest.value();
}

}  // namespace gauntlet
