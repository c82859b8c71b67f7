// Sums that must not overflow: 128-bit integers, and their decimal text, since no JSON reader keeps
// so many digits.
#pragma once

#include <string>

namespace gauntlet::metrics {

__extension__ using Int128 = unsigned __int128;

std::string to_text(Int128 value);
// Of 1 to 38 digits. Throws Error for anything else.
Int128 to_int128(const std::string& text);

}  // namespace gauntlet::metrics
