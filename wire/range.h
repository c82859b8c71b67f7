// Range requests (RFC 9110, 14): a single range of bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gauntlet::wire {

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};

enum class RangeKind {
  kWhole,          // no range, a unit that is not bytes, several ranges, or nonsense: send it all
  kPart,           // 206
  kUnsatisfiable,  // 416
};

struct RangeAnswer {
  RangeKind kind = RangeKind::kWhole;
  ByteRange range{};  // for kWhole all of it
};

// What to send of size bytes for a Range field ("bytes=0-99", "bytes=100-", "bytes=-5").
RangeAnswer resolve_range(std::string_view field, std::uint64_t size);

}  // namespace gauntlet::wire
