#include "orchestrator/sweep/forecast.h"

#include <algorithm>
#include <vector>

#include "base/units.h"

namespace gauntlet::orchestrator::sweep {
namespace {

// To start and stop the programs, as measured on a machine of two cores.
constexpr double kStartAndStopSeconds = 0.1;

double seconds_of(const matrix::Scenario& scenario, const char* setting) {
  return to_seconds(scenario.duration(setting));
}

// How long the requests of a client are due or paced, whatever the server does.
double paced_s(const matrix::Scenario& scenario) {
  const auto requests = static_cast<double>(scenario.integer("requests"));
  const double rate = scenario.number("rate");
  if (rate > 0) return requests * static_cast<double>(scenario.integer("client_pool")) / rate;
  return (requests - 1) * seconds_of(scenario, "think_time");
}

Forecast of_run(const matrix::Scenario& scenario) {
  // Before and after what is measured.
  const double beside_s = seconds_of(scenario, "warmup") + seconds_of(scenario, "linger");
  const double duration_s = seconds_of(scenario, "duration");
  if (duration_s > 0) return {.time_s = beside_s + duration_s};
  const double least_s = std::max(seconds_of(scenario, "min_duration"), paced_s(scenario));
  return {.time_s = beside_s + least_s, .at_least = scenario.number("rate") == 0};
}

}  // namespace

std::optional<double> time_left_s(double elapsed_s, std::size_t made, std::size_t left) {
  if (made == 0) return std::nullopt;
  return elapsed_s / static_cast<double>(made) * static_cast<double>(left);
}

Forecast forecast(const Plan& plan) {
  Forecast all;
  const std::vector<matrix::Scenario> scenarios = scenarios_of_shard(plan);
  for (const matrix::Scenario& scenario : scenarios) {
    const Forecast run = of_run(scenario);
    all.time_s += run.time_s;
    all.at_least |= run.at_least;
  }
  if (!all.at_least) all.time_s += kStartAndStopSeconds * static_cast<double>(scenarios.size());
  all.time_s *= static_cast<double>(plan.repeats.passes);
  return all;
}

std::string to_text(const Forecast& forecast) {
  if (forecast.time_s == 0) return "";
  return (forecast.at_least ? "at least " : "about ") + format_seconds(forecast.time_s);
}

}  // namespace gauntlet::orchestrator::sweep
