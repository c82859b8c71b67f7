// What test files and uploads are filled with: bytes that look random and come from a seed.
#pragma once

#include <cstdint>

namespace gauntlet {

// Writes size bytes of the seeded content to an open file at its offset 0, and returns their
// CRC32C. The same seed gives the same bytes on every machine; longer contents begin with shorter
// ones. Throws Error (kUnable) when the file cannot take them; name is for its sentence.
std::uint32_t write_content(int file, const char* name, std::uint64_t seed, std::uint64_t size);

}  // namespace gauntlet
