// Media types by a file's name.
#pragma once

#include <string_view>

namespace gauntlet::wire {

// "text/html; charset=utf-8" for "index.HTML"; "application/octet-stream" when not known.
std::string_view mime_type(std::string_view name);

}  // namespace gauntlet::wire
