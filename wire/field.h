// The lines of HTTP heads, as far as requests, answers and trailers share their grammar (RFC 9110,
// 5.5 and 5.6).
#pragma once

#include <string_view>

namespace gauntlet::wire {

// Of ASCII, whatever the locale.
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Without blanks (space and tab) at both ends.
std::string_view trim_blanks(std::string_view text);

// Whether it can be a field's name, or a word of its value: not empty, no blanks, no separators.
bool is_token(std::string_view text);

// Whether they are the same but for ASCII case, as names of fields and codings are compared.
bool equals_ignoring_case(std::string_view one, std::string_view other);

// Takes the first element off the front of a comma-separated list, without blanks around it.
std::string_view take_element(std::string_view& list);

}  // namespace gauntlet::wire
