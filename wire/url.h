// The path of a request's target, and names within it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::wire {

// The path without query and fragment, percent-decoded once; absolute-form targets
// ("http://host/path") lose scheme and host. Nothing for a malformed escape, an escaped NUL, or
// what does not begin with '/'.
std::optional<std::string> path_of_target(std::string_view target);

// Percent-encodes a file's name for use as one segment of a path.
std::string encode_segment(std::string_view name);

}  // namespace gauntlet::wire
