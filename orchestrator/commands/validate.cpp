#include "orchestrator/commands/validate.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/output.h"
#include "base/units.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"

namespace gauntlet::orchestrator::commands {

CLI::App* add_command(CLI::App& app, ValidateOptions& options) {
  CLI::App* validate = app.add_subcommand("validate", "Check a matrix, and say all that is wrong");
  add_file(*validate, options.file);
  validate->footer("Example:\n  orchestrator validate scenarios/full.yaml");
  return validate;
}

ExitCode execute(const ValidateOptions& options) {
  const matrix::Matrix matrix = matrix::load_matrix_file(options.file);
  const std::vector<matrix::Scenario> scenarios = matrix::expand(matrix);
  warn_of_excludes(matrix);
  print("OK: {}\n", counted(scenarios.size(), "scenario"));
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
