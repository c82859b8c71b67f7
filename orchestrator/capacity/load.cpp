#include "orchestrator/capacity/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "base/units.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::capacity {
namespace {

constexpr AxisFacts kRate{"rate", "requests/s", false, 1, 1'000'000, 100};
constexpr AxisFacts kClients{"client_pool", "clients", true, 1, 10'000, 8};

std::string load_text(double load) { return fmt::format("{:.15g}", load); }

// The part of an id that shows the load.
std::string id_part(LoadAxis axis, const std::string& load) {
  return axis == LoadAxis::kRate ? "-rate=" + load : "-c" + load;
}

std::string name_of(const matrix::Scenario& scenario, LoadAxis axis) {
  std::string name = scenario.id;
  const std::string part = id_part(axis, scenario.text(facts_of(axis).setting));
  const std::size_t at = name.find(part);
  if (at != std::string::npos) name.erase(at, part.size());
  return name;
}

void set(matrix::Scenario& scenario, const char* setting, std::string text) {
  scenario.values[matrix::find_setting(setting).value()].text = std::move(text);
}

}  // namespace

const AxisFacts& facts_of(LoadAxis axis) { return axis == LoadAxis::kRate ? kRate : kClients; }

std::vector<Subject> subjects_of(const matrix::Matrix& matrix, matrix::Selection selection,
                                 LoadAxis axis, double load) {
  selection.set.push_back(fmt::format("{}={}", facts_of(axis).setting, load_text(load)));
  // A duration, whichever: at_load gives the real one. Without it so many requests would have to
  // fit into the deadline at the lowest rate.
  selection.set.emplace_back("requests=1,min_duration=0s,duration=1ms");
  if (axis == LoadAxis::kClients) selection.set.emplace_back("rate=0,arrivals=constant");
  std::vector<Subject> subjects;
  for (matrix::Scenario& scenario : matrix::expand(matrix, selection)) {
    std::string name = name_of(scenario, axis);
    subjects.push_back({std::move(name), std::move(scenario)});
  }
  return subjects;
}

matrix::Scenario at_load(const Subject& subject, LoadAxis axis, double load, Duration duration) {
  constexpr std::chrono::seconds kMargin{10};  // to start, and to report
  matrix::Scenario scenario = subject.scenario;
  scenario.id = subject.name + id_part(axis, load_text(load));
  set(scenario, facts_of(axis).setting, load_text(load));
  set(scenario, "duration", exact_duration(duration));
  const Duration needed =
      scenario.duration("warmup") + duration + scenario.duration("timeout") + kMargin;
  set(scenario, "scenario_timeout",
      exact_duration(std::max(scenario.duration("scenario_timeout"), needed)));
  return scenario;
}

std::string format_load(double load) {
  return load == std::floor(load) ? format_count(load) : fmt::format("{:.6g}", load);
}

std::string describe_load(LoadAxis axis, double load) {
  return fmt::format("{} {}", format_load(load), facts_of(axis).unit);
}

}  // namespace gauntlet::orchestrator::capacity
