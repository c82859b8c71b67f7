// Reading a file that a user names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace gauntlet {

// All of it. A pipe is read to its end, if somebody writes into it. Throws Error (kBadInput) that
// names the file when it cannot be read, is something else (a folder, a device), or has more than
// so many bytes.
std::string read_input(const std::filesystem::path& file, std::uint64_t most_bytes);

}  // namespace gauntlet
