#include "orchestrator/matrix/values_of.h"

#include <map>
#include <string_view>

namespace gauntlet::orchestrator::matrix {

ValuesOfSetting values_of(const std::vector<Scenario>& scenarios, std::size_t setting) {
  ValuesOfSetting all;
  std::map<std::string_view, std::size_t> known;
  for (const Scenario& scenario : scenarios) {
    const std::string& text = scenario.values.at(setting).text;
    const auto [found, is_new] = known.try_emplace(text, all.values.size());
    if (is_new) all.values.push_back(text);
    all.places.push_back(found->second);
  }
  return all;
}

}  // namespace gauntlet::orchestrator::matrix
