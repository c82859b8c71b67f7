// Lists of what has a to_json, as JSON. For .cpp files only.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

namespace gauntlet::orchestrator::dashboard {

template <typename Value>
nlohmann::ordered_json json_list(const std::vector<Value>& values) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Value& value : values) list.push_back(to_json(value));
  return list;
}

}  // namespace gauntlet::orchestrator::dashboard
