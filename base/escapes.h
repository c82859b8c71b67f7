// Percent-encoding, undone.
#pragma once

#include <string>
#include <string_view>

namespace gauntlet {

// Undoes %XX. False when one is cut short, not hexadecimal, or a NUL, which no file's name holds.
// decoded is replaced, so that its memory is used again.
bool decode_escapes(std::string_view text, std::string& decoded);

}  // namespace gauntlet
