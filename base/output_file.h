// Files into which a user asks a program to write something.
#pragma once

#include <filesystem>
#include <string>

namespace gauntlet {

// Throws Error (kBadInput) that names the option when its file can certainly not be written: asked
// before the work, since it may take hours.
void check_can_write(const std::string& option, const std::filesystem::path& file);

// Throws Error (kUnable) that names the file when not all of the text is in it afterwards.
void write_file(const std::string& text, const std::filesystem::path& file);

}  // namespace gauntlet
