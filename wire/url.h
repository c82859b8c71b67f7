// The path of a request's target, and names within it. URLs as people write them: base/url.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gauntlet::wire {

// The host and port as a Host field has them: "h:8080", but "h" at HTTP's own port 80.
std::string host_field(std::string_view host, std::uint16_t port);

// The host in what a Host field says, without its port; empty when that is no host.
std::string_view host_of_field(std::string_view field);

// "http://host/path?x" -> "/path?x". What has no scheme and host stays.
std::string_view without_origin(std::string_view target);

// The target that a reference of any form but "http://..." and "//..." means beside a target that
// was asked for: "b" beside "/a/x?y" is "/a/b" (RFC 3986, 5.2). Percent-encoded as of
// encode_target.
std::string resolve_reference(std::string_view target, std::string_view reference);

// The path without query and fragment, percent-decoded once; absolute-form targets
// ("http://host/path") lose scheme and host. False for a malformed escape, an escaped NUL, or what
// does not begin with '/'. The path replaces what was in it, so that its memory is used again.
bool path_of_target(std::string_view target, std::string& path);

// What stands behind the '?' of a target, as it is, without a fragment; empty where there is none.
std::string_view query_of_target(std::string_view target);

// Percent-encodes a file's name for use as one segment of a path.
std::string encode_segment(std::string_view name);
// The same for a name in folders, whose slashes stay.
std::string encode_path(std::string_view name);
// Percent-encodes what may not stand in a path as it is: blanks, what is not ASCII, a '%' that
// begins no escape. What is encoded already stays. A query stays as it is, but for what would end
// the target: blanks, and what is not ASCII.
std::string encode_target(std::string_view text);

}  // namespace gauntlet::wire
