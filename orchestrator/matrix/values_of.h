// What a setting is in a list of scenarios. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator::matrix {

struct ValuesOfSetting {
  std::vector<std::string> values{};  // each once, in the order in which they come
  std::vector<std::size_t> places{};  // of each scenario the place of its value among them

  bool vary() const { return values.size() > 1; }
};

// setting: its place in settings().
ValuesOfSetting values_of(const std::vector<Scenario>& scenarios, std::size_t setting);

}  // namespace gauntlet::orchestrator::matrix
