// Feeds bytes to an answer as a network might: in pieces of any size.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "client_pool/answer.h"

namespace gauntlet::client_pool {

// Until the answer wants no more. Every piece is a copy of its own, so that a reader that keeps a
// view of a piece that is gone gets caught by the sanitizer.
inline Progress feed(Answer& answer, std::string_view bytes, std::size_t piece) {
  Progress progress = Progress::kMore;
  while (!bytes.empty() && progress == Progress::kMore) {
    const std::string copy(bytes.substr(0, piece));
    bytes.remove_prefix(copy.size());
    progress = answer.take(copy);
  }
  return progress;
}

inline constexpr std::size_t kPieces[] = {1, 2, 3, 7, 64, 1000, 1'000'000};

}  // namespace gauntlet::client_pool
