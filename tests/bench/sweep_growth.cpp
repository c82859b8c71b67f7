// How long a sweep of N scenarios takes whose programs answer at once: what the orchestrator itself
// costs, rows, reports and logs on the disk included. Prints one line of JSON.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "base/program.h"
#include "base/units.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"
#include "orchestrator/outputs/outputs.h"
#include "orchestrator/sweep/sweep.h"
#include "tests/orchestrator/run/fake_programs.h"

namespace gauntlet::orchestrator {
namespace {

// Scenarios that differ in their client pool, and need no files.
std::string matrix_of(int scenarios) {
  std::string yaml = "matrix:\n  client_pool: [1";
  for (int i = 2; i <= scenarios; ++i) yaml += fmt::format(", {}", i);
  return yaml + "]\nsettings: {mode: thread, operation: upload, volume: 0.001, server_pool: 2}\n";
}

ExitCode measure(int scenarios, const std::filesystem::path& folder) {
  const auto start = std::chrono::steady_clock::now();
  const matrix::Matrix matrix = matrix::load_matrix(matrix_of(scenarios), "growth.yaml");
  sweep::Plan plan{.file = matrix.file, .name = matrix.name};
  plan.scenarios = matrix::expand(matrix, {});
  const process::Interrupt interrupt;
  run::FakePrograms programs;
  sweep::Campaign campaign(plan, folder / "data", interrupt, programs.launcher(), {});
  sweep::Side side{.programs = {"server_pool", "client_pool"},
                   .ledger = sweep::begin_ledger(folder, plan)};
  campaign.begin(outputs::make_all({&side}, outputs::ProgressStyle::kNone, {}));
  const sweep::SweepResult result = sweep::sweep(plan, side, campaign);
  fmt::print(R"({{"scenarios":{},"duration_s":{:.6f}}})"
             "\n",
             result.rows, to_seconds(std::chrono::steady_clock::now() - start));
  return result.failed == 0 ? ExitCode::kOk : ExitCode::kFailed;
}

}  // namespace
}  // namespace gauntlet::orchestrator

int main(int argc, char** argv) {
  return gauntlet::run_program("sweep_growth", [&] {
    if (argc != 3) throw gauntlet::Error("say: sweep_growth SCENARIOS FOLDER");
    return gauntlet::orchestrator::measure(std::stoi(argv[1]), argv[2]);
  });
}
