// YAML -> Tree: the only part that knows the YAML library.
#pragma once

#include <string>
#include <string_view>

#include "orchestrator/matrix/tree.h"

namespace gauntlet::orchestrator::matrix {

// What may be loaded at all.
inline constexpr std::size_t kLargestFile = 1024 * 1024;  // bytes
inline constexpr int kDeepestNesting = 32;
inline constexpr std::size_t kMostValues = 200'000;  // aliases count as often as they are used

// The one document in the text. file is for the sentences of errors. Throws Error (kBadInput) that
// names the line: not UTF-8, not YAML, several documents, or beyond the limits above.
Tree parse_yaml(std::string_view text, const std::string& file);

}  // namespace gauntlet::orchestrator::matrix
