// The HTTP fields that carry a body's CRC32C (RFC 9530).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::wire {

// Repr-Digest's value: "crc32c=:xNHl5g==:" (big-endian, base64).
std::string format_digest(std::uint32_t crc32c);
// The same at the end of out. Needs no memory but out's.
void append_digest(std::string& out, std::uint32_t crc32c);

// The crc32c member of a Repr-Digest or Content-Digest field; nothing when there is none.
// malformed is set when there is one that cannot be read.
std::optional<std::uint32_t> parse_digest(std::string_view field, bool* malformed = nullptr);

// Whether a Want-Repr-Digest field asks for crc32c with a weight above 0.
bool wants_crc32c(std::string_view field);

}  // namespace gauntlet::wire
