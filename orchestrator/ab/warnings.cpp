#include "orchestrator/ab/warnings.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace gauntlet::orchestrator::ab {
namespace {

// Whether it is one file, by whatever names.
bool is_one_file(const std::string& one, const std::string& other) {
  std::error_code error;
  return std::filesystem::equivalent(one, other, error);
}

bool are_same_programs(const run::Programs& one, const run::Programs& other) {
  return is_one_file(one.server_pool, other.server_pool) &&
         is_one_file(one.client_pool, other.client_pool);
}

bool have_same_values(const matrix::Scenario& one, const matrix::Scenario& other) {
  return std::equal(one.values.begin(), one.values.end(), other.values.begin(), other.values.end(),
                    [](const auto& a, const auto& b) { return a.text == b.text; });
}

bool have_same_volume(const matrix::Scenario& one, const matrix::Scenario& other) {
  return one.text("volume") == other.text("volume");
}

bool holds_for_all(const Trial& trial,
                   bool (*holds)(const matrix::Scenario&, const matrix::Scenario&)) {
  return std::equal(trial.plan.scenarios.begin(), trial.plan.scenarios.end(), trial.fresh.begin(),
                    trial.fresh.end(), holds);
}

}  // namespace

std::vector<std::string> warnings(const Trial& trial, const Build& base, const Build& fresh) {
  std::vector<std::string> sentences;
  if (are_same_programs(base.programs, fresh.programs) && holds_for_all(trial, have_same_values))
    sentences.emplace_back(
        "base and new are the same programs with the same settings: the differences found are "
        "noise");
  if (!holds_for_all(trial, have_same_volume))
    sentences.emplace_back(
        "base and new differ in volume: their times compare different amounts of work");
  return sentences;
}

}  // namespace gauntlet::orchestrator::ab
