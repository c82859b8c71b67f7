#include "contract/operation.h"

#include <algorithm>

namespace gauntlet::contract {
namespace {

template <typename Condition>
const Operation* find_if(Condition condition) {
  const auto all = operations();
  const auto found = std::find_if(all.begin(), all.end(), condition);
  return found == all.end() ? nullptr : *found;
}

}  // namespace

const Operation* find_operation(std::string_view name) {
  if (name.empty()) return nullptr;
  return find_if(
      [name](const Operation* each) { return name == each->name || name == each->also; });
}

const Operation* find_line_word(std::string_view word) {
  return find_if([word](const Operation* each) { return word == each->line_word; });
}

std::size_t place_of(const Operation* operation) {
  const auto all = operations();
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), operation) - all.begin());
}

}  // namespace gauntlet::contract
