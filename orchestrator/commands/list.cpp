#include "orchestrator/commands/list.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/output.h"
#include "base/units.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/run/files.h"
#include "orchestrator/sweep/forecast.h"

namespace gauntlet::orchestrator::commands {

CLI::App* add_command(CLI::App& app, ListOptions& options) {
  CLI::App* list = app.add_subcommand("list",
                                      "Show the scenarios of a matrix, about how long they take, "
                                      "and how much disk, without running them");
  add_file(*list, options.file);
  add_selection(*list, options.selection);
  list->footer(
      "The time is that of the durations, schedules and pauses that the file gives; it says 'at\n"
      "least' where requests decide, and nothing where only they do.\n\n"
      "Examples:\n"
      "  orchestrator list scenarios/full.yaml --only operation=upload\n"
      "  orchestrator list scenarios/smoke.yaml --set passes=5");
  return list;
}

namespace {

// "36 runs in 3 passes, about 18.0 s", and what it needs of the disk.
void print_needs(const sweep::Plan& plan) {
  const std::uint64_t passes = plan.repeats.passes;
  const std::string time = sweep::to_text(sweep::forecast(plan));
  std::string text;
  if (passes > 1)
    text = fmt::format("{} in {}", counted(plan.scenarios.size() * passes, "run"),
                       counted(passes, "pass", "passes"));
  if (!time.empty()) text += (text.empty() ? "" : ", ") + time;
  if (!text.empty()) print("{}\n", text);
  const std::uint64_t bytes = run::space_needed(plan.scenarios);
  if (bytes > 0)
    print("{} on disk for test files and uploads while it runs\n",
          format_bytes(static_cast<double>(bytes)));
}

}  // namespace

ExitCode execute(const ListOptions& options) {
  const sweep::Plan plan = plan_of(options.file, options.selection);
  const std::size_t digits = fmt::formatted_size("{}", plan.scenarios.size());
  std::size_t number = 0;
  for (const matrix::Scenario& scenario : plan.scenarios)
    print("{:>{}}  {}\n", ++number, digits, scenario.id);
  print("{}\n", counted(plan.scenarios.size(), "scenario"));
  print_needs(plan);
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
