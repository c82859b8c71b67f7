#include "metrics/int128.h"

#include <algorithm>

#include "base/error.h"

namespace gauntlet::metrics {

std::string to_text(Int128 value) {
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Int128 to_int128(const std::string& text) {
  Int128 value = 0;
  if (text.empty() || text.size() > 38) throw Error("a sum must have 1 to 38 digits");
  for (const char c : text) {
    if (c < '0' || c > '9') throw Error("a sum must be a whole number, not '" + text + "'");
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

}  // namespace gauntlet::metrics
