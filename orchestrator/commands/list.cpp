#include "orchestrator/commands/list.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/output.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"

namespace gauntlet::orchestrator::commands {

CLI::App* add_command(CLI::App& app, ListOptions& options) {
  CLI::App* list =
      app.add_subcommand("list", "Show the scenarios of a matrix without running them");
  add_file(*list, options.file);
  add_selection(*list, options.selection);
  list->footer("Example:\n  orchestrator list scenarios/full.yaml --only operation=upload");
  return list;
}

ExitCode execute(const ListOptions& options) {
  const std::vector<matrix::Scenario> scenarios =
      matrix::expand(matrix::load_matrix_file(options.file), options.selection);
  const std::size_t digits = fmt::formatted_size("{}", scenarios.size());
  std::size_t number = 0;
  for (const matrix::Scenario& scenario : scenarios)
    print("{:>{}}  {}\n", ++number, digits, scenario.id);
  print("{} scenarios\n", scenarios.size());
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
