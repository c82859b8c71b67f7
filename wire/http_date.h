// Dates as HTTP writes them.
#pragma once

#include <ctime>
#include <optional>
#include <string>

namespace gauntlet::wire {

// "Sat, 31 Jan 2026 23:59:59 GMT" (RFC 9110, 5.6.7). time in seconds since 1970; what lies before
// that, or beyond the year 9999, is shown as the nearest that can be.
std::string http_date(std::time_t time);
// The same at the end of out. Needs no memory but out's.
void append_http_date(std::string& out, std::time_t time);
// The time that such a text says, or one in the two obsolete forms that RFC 9110 has everybody
// read; nothing for any other text.
std::optional<std::time_t> parse_http_date(const std::string& text);

}  // namespace gauntlet::wire
