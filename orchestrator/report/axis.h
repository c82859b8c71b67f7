// The values along one side of a picture.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace gauntlet::orchestrator::report {

// The first values of a set, at most so many; a note says how many more there are of what.
template <class Value>
std::vector<Value> bounded(const std::set<Value>& values, std::size_t most, const std::string& what,
                           std::vector<std::string>& notes) {
  std::vector<Value> first(values.begin(), values.end());
  if (first.size() <= most) return first;
  notes.push_back(fmt::format("{}: the first {} of {} are shown", what, most, first.size()));
  first.resize(most);
  return first;
}

}  // namespace gauntlet::orchestrator::report
