// Text within JSON that is written by hand, where the exact spelling matters.
#pragma once

#include <string>
#include <string_view>

namespace gauntlet::wire {

// Appends text as a JSON string, quotes included. False when it is not UTF-8, and is shown as
// base/utf8.h does: then the string does not tell what the bytes were.
bool append_json_text(std::string& out, std::string_view text);

}  // namespace gauntlet::wire
