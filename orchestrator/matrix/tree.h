// What a YAML file says, as plain values that remember their lines.
#pragma once

#include <string>
#include <vector>

namespace gauntlet::orchestrator::matrix {

struct Tree {
  enum class Kind { kNothing, kText, kList, kMap };

  Kind kind = Kind::kNothing;
  int line = 0;               // 1-based; of the key, for what stands in a map
  std::string key{};          // of what stands in a map
  std::string text{};         // of kText
  std::vector<Tree> items{};  // of kList and kMap, in the order of the file; keys may repeat
};

inline const char* describe(Tree::Kind kind) {
  switch (kind) {
    case Tree::Kind::kNothing:
      return "nothing";
    case Tree::Kind::kText:
      return "a single value";
    case Tree::Kind::kList:
      return "a list";
    case Tree::Kind::kMap:
      break;
  }
  return "a map of keys";
}

}  // namespace gauntlet::orchestrator::matrix
