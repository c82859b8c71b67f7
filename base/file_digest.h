// A file's CRC32C, kept with the file in an extended attribute, so that it is computed once.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>

namespace gauntlet {

// The digest stored with the open file, if it was stored for this very content: the attribute also
// holds size, mtime and inode, which must match status (the fstat of the same file), and the time
// after which the file must not have been changed in any way. That time is of the system's clock,
// some ticks (10 ms or so) after the digest was stored: a change within these whose author sets
// mtime back is not noticed, nor one after the clock itself was set back. A new name or new
// permissions count as a change: they cost the digest, no more.
std::optional<std::uint32_t> stored_digest(int file, const struct stat& status);

// Stores it, for what the file was at status. False where the file system, or the file's owner,
// does not let us, or the file system's clock is another one; nothing is lost but time.
bool store_digest(int file, const struct stat& status, std::uint32_t crc32c);

}  // namespace gauntlet
