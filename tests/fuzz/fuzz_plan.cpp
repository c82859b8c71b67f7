// The plan of a sweep, as it stands in a file of JSON.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/utf8.h"
#include "orchestrator/sweep/plan_json.h"
#include "tests/fuzz/require.h"

namespace gauntlet::fuzz {
namespace {

using namespace gauntlet::orchestrator;

// Nothing for a plan that is refused, by a sentence that names the file.
std::optional<sweep::Plan> read(const nlohmann::json& value) {
  try {
    return sweep::plan_from_json(value, "fuzz.json");
  } catch (const Error& error) {
    const std::string_view sentence = error.what();
    require(error.code() == ExitCode::kBadInput);
    require(sentence.starts_with("fuzz.json") && is_utf8(sentence));
    return std::nullopt;
  }
}

// All that a sweep asks of a plan before it begins.
void use(const sweep::Plan& plan) {
  require(!plan.scenarios.empty());
  require(sweep::scenarios_of_shard(plan).size() == sweep::turns_of(plan, 1).size());
  for (const matrix::Scenario& scenario : plan.scenarios) {
    require(scenario.id.find('/') == std::string::npos);
    scenario.duration("scenario_timeout");
  }
}

}  // namespace
}  // namespace gauntlet::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gauntlet::fuzz;
  const auto plan = read(nlohmann::json::parse(as_text(data, size), nullptr, false));
  if (!plan) return 0;
  use(*plan);
  const auto again = read(sweep::to_json(*plan));
  require(again && sweep::to_json(*again) == sweep::to_json(*plan));
  return 0;
}
