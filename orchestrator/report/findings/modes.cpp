#include "orchestrator/report/findings/modes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json_text.h"
#include "base/units.h"
#include "orchestrator/report/findings/sound_cells.h"
#include "orchestrator/statistics/paired.h"

namespace gauntlet::orchestrator::report::findings {
namespace {

// Of each pair of cells the logarithms of its ratios, a value for each pass that both have.
using Ratios = std::vector<std::vector<double>>;

std::vector<double> ratios_of(const Cell& threads, const Cell& processes) {
  std::vector<double> ratios;
  for (const auto& [pass, rate] : threads.rate_of_pass) {
    const auto other = processes.rate_of_pass.find(pass);
    if (other != processes.rate_of_pass.end() && rate > 0 && other->second > 0)
      ratios.push_back(std::log(rate / other->second));
  }
  return ratios;
}

Ratios ratios_of_operation(const Cells& cells, std::size_t operation, std::size_t thread,
                           std::size_t process) {
  std::map<Places, const Cell*> sound;
  for (const SoundCell& one : sound_cells(cells, operation)) sound[*one.places] = one.cell;
  Ratios all;
  for (const auto& [places, cell] : sound) {
    if (places[kMode] != thread) continue;
    Places other = places;
    other[kMode] = process;
    const auto found = sound.find(other);
    if (found == sound.end()) continue;
    const std::vector<double> ratios = ratios_of(*cell, *found->second);
    if (!ratios.empty()) all.push_back(ratios);
  }
  return all;
}

double mean_of_means(const Ratios& ratios) {
  double sum = 0;
  for (const std::vector<double>& of_pair : ratios) {
    double of_passes = 0;
    for (const double ratio : of_pair) of_passes += ratio;
    sum += of_passes / static_cast<double>(of_pair.size());
  }
  return sum / static_cast<double>(ratios.size());
}

// "3.1% faster", "2.0% slower".
std::string show_ratio(double ratio) {
  const double change = std::expm1(ratio);
  return fmt::format("{} {}", show_part(std::abs(change)), change < 0 ? "slower" : "faster");
}

// "3.1% faster than processes", "as fast as processes" where no figure would show a difference.
std::string beside_processes(double ratio) {
  constexpr double kShown = 0.0005;
  return std::abs(std::expm1(ratio)) < kShown ? "as fast as processes"
                                              : show_ratio(ratio) + " than processes";
}

std::size_t most_passes(const Ratios& ratios) {
  std::size_t most = 0;
  for (const std::vector<double>& of_pair : ratios) most = std::max(most, of_pair.size());
  return most;
}

std::string describe_ratio(double mean, const std::optional<statistics::MeanDifference>& interval,
                           const Ratios& ratios) {
  const std::string pairs = counted(ratios.size(), "pair of cells", "pairs of cells");
  if (!interval)
    return fmt::format(
        "threads were {} in a single pass of {}: whether that is more than chance is not known",
        beside_processes(mean), pairs);
  const std::string range =
      fmt::format("{} to {}", show_ratio(interval->low), show_ratio(interval->high));
  const std::string basis =
      fmt::format("95% interval, {} in {}", pairs, counted(most_passes(ratios), "pass", "passes"));
  if (interval->low <= 0 && interval->high >= 0)
    return fmt::format("threads and processes cannot be told apart: threads are {} ({})", range,
                       basis);
  return fmt::format("threads are {} ({}; {})", beside_processes(mean), range, basis);
}

void add_modes(const Cells& cells, std::size_t operation, const Ratios& ratios,
               Findings& findings) {
  if (ratios.empty()) return;
  const auto interval = statistics::mean_difference(ratios);
  const double mean = mean_of_means(ratios);
  Finding finding{.kind = "modes"};
  finding.figures = {{"operation", cells.axes[kOperation].values[operation]},
                     {"thread_by_process", json_number(std::exp(mean))},
                     {"pairs", ratios.size()},
                     {"passes", most_passes(ratios)}};
  finding.figures["low"] = interval ? json_number(std::exp(interval->low)) : nullptr;
  finding.figures["high"] = interval ? json_number(std::exp(interval->high)) : nullptr;
  finding.text = fmt::format("For {} {}", cells.axes[kOperation].values[operation],
                             describe_ratio(mean, interval, ratios));
  findings.push_back(std::move(finding));
}

}  // namespace

Findings modes(const Cells& cells) {
  const std::vector<std::string>& values = cells.axes[kMode].values;
  const auto thread = std::find(values.begin(), values.end(), "thread");
  const auto process = std::find(values.begin(), values.end(), "process");
  Findings findings;
  if (thread == values.end() || process == values.end()) return findings;
  for (std::size_t operation = 0; operation < cells.axes[kOperation].values.size(); ++operation)
    add_modes(
        cells, operation,
        ratios_of_operation(cells, operation, static_cast<std::size_t>(thread - values.begin()),
                            static_cast<std::size_t>(process - values.begin())),
        findings);
  return findings;
}

}  // namespace gauntlet::orchestrator::report::findings
