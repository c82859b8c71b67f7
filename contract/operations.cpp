#include "contract/operations.h"

namespace gauntlet::contract {

// Alone in this file, so that a test can have one operation more.
std::span<const Operation* const> operations() {
  static constexpr std::array kAll{
      &kList, &kGet, &kUpload, &kDelete, &kSearch, &kArchive, &kTop,
  };
  static_assert(kAll.size() <= kMostOperations);
  return kAll;
}

}  // namespace gauntlet::contract
