#include "orchestrator/link/check.h"

#include <fmt/format.h>

#include <set>

#include "base/error.h"
#include "orchestrator/link/network.h"

namespace gauntlet::orchestrator::link {

void check_links(const std::vector<matrix::Scenario>& scenarios, const std::string& file) {
  std::set<std::string> made;
  for (const matrix::Scenario& scenario : scenarios) {
    const auto link = scenario.link();
    const matrix::Value& value = scenario.value("link");
    if (!link || !made.insert(value.text).second) continue;
    try {
      const Network network(*link);
    } catch (const Error& error) {
      throw Error({.file = file, .line = value.line, .key = "link"},
                  fmt::format("'{}' cannot be made here: {}", value.text, error.what()),
                  error.code());
    }
  }
}

}  // namespace gauntlet::orchestrator::link
