#include "orchestrator/matrix/impossible.h"

#include <array>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include "base/units.h"

namespace gauntlet::orchestrator {
namespace {

constexpr double kMostListedFiles = 10'000;

bool lists_half_a_file(const Scenario& scenario) {
  const double files = scenario.number("volume");
  return scenario.text("operation") == "list" &&
         (files != std::floor(files) || files > kMostListedFiles);
}

bool uploads_too_much(const Scenario& scenario) {
  return scenario.text("operation") == "upload" &&
         scenario.number("volume") * static_cast<double>(kMiB) >
             static_cast<double>(scenario.size("max_upload"));
}

bool cannot_end_in_time(const Scenario& scenario) {
  return scenario.duration("min_duration") >= scenario.duration("scenario_timeout");
}

bool has_idle_workers(const Scenario& scenario) {
  return scenario.integer("client_workers") > scenario.integer("client_pool");
}

struct Rule {
  bool (*broken)(const Scenario&);
  const char* key;  // the setting to blame
  const char* sentence;
};

constexpr std::array<Rule, 4> kRules{{
    {lists_half_a_file, "volume",
     "is impossible with operation list, which lists whole files of 1 MiB, up to 10000; exclude "
     "that combination"},
    {uploads_too_much, "volume",
     "is impossible with operation upload and a smaller max_upload; raise max_upload or exclude "
     "that combination"},
    {cannot_end_in_time, "min_duration",
     "is not shorter than scenario_timeout, so every scenario would be late; raise "
     "scenario_timeout"},
    {has_idle_workers, "client_workers",
     "is impossible with a smaller client_pool; exclude that combination"},
}};

}  // namespace

void refuse_impossible(const std::vector<Scenario>& scenarios, Problems& problems) {
  std::set<std::pair<const Rule*, int>> told;
  for (const Scenario& scenario : scenarios) {
    for (const Rule& rule : kRules) {
      const Value& value = scenario.value(rule.key);
      if (!rule.broken(scenario) || !told.insert({&rule, value.line}).second) continue;
      problems.add(value.line, rule.key,
                   quoted(value.text) + " " + rule.sentence + " (as in " + scenario.id + ")");
    }
  }
}

}  // namespace gauntlet::orchestrator
