// Texts cut at a sign.
#pragma once

#include <algorithm>
#include <string_view>

namespace gauntlet {

// Takes what stands before the sign off the front of text, and the sign; all of it where there is
// none.
inline std::string_view take_until(std::string_view& text, char sign) {
  const std::string_view part = text.substr(0, text.find(sign));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

}  // namespace gauntlet
