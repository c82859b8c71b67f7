// A file's CRC32C, kept with the file in an extended attribute, so that it is computed once.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>

namespace gauntlet {

// The digest stored with the open file, if it was stored for this very content: the attribute also
// holds size, mtime and inode, which must match status (the fstat of the same file).
std::optional<std::uint32_t> stored_digest(int file, const struct stat& status);

// Stores it. False where the file system, or the file's owner, does not let us; nothing is lost but
// time.
bool store_digest(int file, std::uint32_t crc32c);

}  // namespace gauntlet
