// Text within JSON that is written by hand, where the exact spelling matters.
#pragma once

#include <string>
#include <string_view>

namespace gauntlet::wire {

// Appends text as a JSON string, quotes included. Bytes that are not UTF-8 become U+FFFD.
void append_json_text(std::string& out, std::string_view text);

}  // namespace gauntlet::wire
