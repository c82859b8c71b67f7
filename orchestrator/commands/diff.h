// orchestrator diff: compares two tables, and says whether the new one is worse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/error.h"
#include "orchestrator/commands/verdict.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct DiffOptions {
  std::string base{};
  std::string fresh{};
  VerdictOptions verdict{};
  std::string calibration{};  // file; empty: none
  std::string self_test{};    // a table: then nothing else is compared
  std::uint64_t trials = 200;
  std::uint64_t seed = 1;
};

CLI::App* add_command(CLI::App& app, DiffOptions& options);

// Throws Error. kFailed for a regression, kUnable when the tables do not allow a verdict.
ExitCode execute(const DiffOptions& options);

}  // namespace gauntlet::orchestrator::commands
