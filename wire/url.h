// The path of a request's target, and names within it.
#pragma once

#include <string>
#include <string_view>

namespace gauntlet::wire {

// The path without query and fragment, percent-decoded once; absolute-form targets
// ("http://host/path") lose scheme and host. False for a malformed escape, an escaped NUL, or what
// does not begin with '/'. The path replaces what was in it, so that its memory is used again.
bool path_of_target(std::string_view target, std::string& path);

// Percent-encodes a file's name for use as one segment of a path.
std::string encode_segment(std::string_view name);

}  // namespace gauntlet::wire
