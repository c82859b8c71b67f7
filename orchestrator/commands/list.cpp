#include "orchestrator/commands/list.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/choice.h"
#include "base/json_text.h"
#include "base/output.h"
#include "base/units.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/matrix/values_of.h"
#include "orchestrator/run/files.h"
#include "orchestrator/sweep/forecast.h"

namespace gauntlet::orchestrator::commands {
namespace {

const std::map<std::string, ListFormat> kListFormats{{"text", ListFormat::kText},
                                                     {"json", ListFormat::kJson}};

}  // namespace

CLI::App* add_command(CLI::App& app, ListOptions& options) {
  CLI::App* list = app.add_subcommand("list",
                                      "Show the scenarios of a matrix, about how long they take, "
                                      "and how much disk, without running them");
  add_file(*list, options.file);
  add_selection(*list, options.selection);
  add_choice(*list, "--format", options.format, kListFormats,
             "For people, or one object of JSON: the scenarios, the settings that vary, and what "
             "every setting is");
  list->footer(
      "The time is that of the durations, schedules and pauses that the file gives; it says 'at\n"
      "least' where requests decide, and nothing where only they do.\n\n"
      "Examples:\n"
      "  orchestrator list scenarios/full.yaml --only operation=upload\n"
      "  orchestrator list scenarios/smoke.yaml --set passes=5\n"
      "  orchestrator list scenarios/smoke.yaml --format json");
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

nlohmann::ordered_json plan_json(const sweep::Plan& plan) {
  using Json = nlohmann::ordered_json;
  Json axes = Json::array();
  Json settings = Json::object();
  Json scenarios = Json::array();
  for (const matrix::Scenario& scenario : plan.scenarios)
    scenarios.push_back({{"id", scenario.id}, {"settings", Json::object()}});
  for (std::size_t place = 0; place < matrix::settings().size(); ++place) {
    const std::string_view name = matrix::settings()[place].name;
    const matrix::ValuesOfSetting all = matrix::values_of(plan.scenarios, place);
    settings[std::string(name)] = fmt::format("{}", fmt::join(all.values, "|"));
    if (!all.vary()) continue;
    axes.push_back({{"name", name}, {"values", all.values}});
    for (std::size_t i = 0; i < plan.scenarios.size(); ++i)
      scenarios[i]["settings"][std::string(name)] = plan.scenarios[i].values[place].text;
  }
  return {{"name", plan.name},
          {"file", plan.file},
          {"passes", plan.repeats.passes},
          {"runs", plan.scenarios.size() * plan.repeats.passes},
          {"time", sweep::to_text(sweep::forecast(plan))},
          {"disk_bytes", run::space_needed(plan.scenarios)},
          {"axes", std::move(axes)},
          {"settings", std::move(settings)},
          {"scenarios", std::move(scenarios)}};
}

}  // namespace

ExitCode execute(const ListOptions& options) {
  const sweep::Plan plan = plan_of(options.file, options.selection);
  if (options.format == ListFormat::kJson) {
    print("{}\n", json_text(plan_json(plan)));
    return ExitCode::kOk;
  }
  const std::size_t digits = fmt::formatted_size("{}", plan.scenarios.size());
  std::size_t number = 0;
  for (const matrix::Scenario& scenario : plan.scenarios)
    print("{:>{}}  {}\n", ++number, digits, scenario.id);
  print("{}\n", counted(plan.scenarios.size(), "scenario"));
  print_needs(plan);
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
