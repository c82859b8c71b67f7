// Patterns for names of files, as shells know them.
#pragma once

#include <string_view>

namespace gauntlet {

// Whether the whole name fits the pattern: '*' stands for any bytes, '?' for one, "[a-c_]" for one
// of these and "[!a-c]" for any other, and '\' takes from the next letter what it means. A '[' that
// is never closed stands for itself. Takes at most pattern times name steps, however many '*'.
bool fits_glob(std::string_view pattern, std::string_view name);

}  // namespace gauntlet
