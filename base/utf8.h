// Bytes that may be anything, names of files and what others wrote, as text that can be read by
// people and programs. A byte that has no place in it is shown as \xNN, four characters; for
// people, since a name may hold these four characters itself.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gauntlet {

// Length of the UTF-8 sequence that the text begins with; 0 when it begins with none. The text must
// not be empty.
std::size_t utf8_length(std::string_view text);
bool is_utf8(std::string_view text);

// The text, with each byte that is not UTF-8 shown as \xNN.
std::string as_utf8(std::string_view text);

// The text on one line that does nothing to a terminal: as_utf8, line breaks and tabs as spaces,
// and the bytes of other control characters, among them those that reverse the direction of
// writing, shown as \xNN.
std::string printable(std::string_view text);

// The same, but for line breaks, which stay.
std::string printable_lines(std::string_view text);

// Its longest beginning of at most so many bytes that cuts no character.
std::string_view shortened_to(std::string_view text, std::size_t most_bytes);

}  // namespace gauntlet
