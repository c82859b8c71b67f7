#include "orchestrator/commands/common.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>

#include "base/error.h"
#include "base/output.h"
#include "base/text_layout.h"
#include "metrics/tcp_info.h"
#include "orchestrator/sweep/advice.h"

namespace gauntlet::orchestrator::commands {

CLI::Option* add_file(CLI::App& app, std::string& file) {
  return app.add_option("file", file, "Matrix of scenarios (YAML)")
      ->required()
      ->type_name("FILE.yaml");
}

void add_selection(CLI::App& app, matrix::Selection& selection) {
  app.add_option("--only", selection.only,
                 "Only the scenarios of which all of this holds: mode=thread,volume=10|50, "
                 "store!=disk, client_pool>=5; or those of these names: NAME|NAME; repeatable")
      ->type_name("CONDITION")
      ->allow_extra_args(false);
  app.add_option("--set", selection.set,
                 "A setting of every scenario, or a key of the sweep, whatever the file says; of a "
                 "setting several values make an axis: volume=10|50; repeatable")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

void add_programs(CLI::App& app, std::string& folder) {
  app.add_option("--programs", folder,
                 "Folder of server_pool and client_pool (default: that of orchestrator)")
      ->type_name("DIR");
}

void warn_of_excludes(const matrix::Matrix& matrix) {
  for (const std::string& sentence : matrix::useless_excludes(matrix))
    say("orchestrator: warning: {}\n", sentence);
}

sweep::Plan plan_of(const std::string& file, const matrix::Selection& selection) {
  const matrix::Matrix matrix = matrix::load_matrix_file(file);
  warn_of_excludes(matrix);
  return plan_of(matrix, selection);
}

sweep::Plan plan_of(const matrix::Matrix& matrix, const matrix::Selection& selection) {
  sweep::Plan plan{.file = matrix.file, .name = matrix.name};
  plan.scenarios = matrix::expand(matrix, selection);
  plan.repeats = matrix::repeats_of(matrix, selection);
  return plan;
}

void give_advice(const std::vector<matrix::Scenario>& scenarios) {
  const std::string text = sweep::pacing_advice(scenarios, metrics::loopback_congestion());
  if (!text.empty()) say("orchestrator: {}\n", text);
}

bool put_out(const std::function<void()>& part) {
  try {
    part();
    return true;
  } catch (const std::exception& error) {
    say("orchestrator: {}\n", error.what());
    return false;
  }
}

void print_summary(const table::Table& table, report::SummaryFormat format) {
  constexpr std::size_t kOtherLines = 14;  // what stands above and below the figures
  constexpr std::size_t kLeastLines = 10;
  report::SummaryOptions options{.format = format};
  if (const auto height = terminal_height(STDOUT_FILENO))
    options.most_lines = std::max(*height, kOtherLines + kLeastLines) - kOtherLines;
  print("{}", report::summary(table, options));
}

void print_plots(const report::pictures::PlotResult& drawn, const std::filesystem::path& folder) {
  for (const std::string& note : drawn.notes) print("note: {}\n", note);
  if (!drawn.failure.empty()) say("warning: no plots: {}\n", drawn.failure);
  if (!drawn.pictures.empty())
    print("plots:   {} ({} files)\n", folder.string(), drawn.pictures.size());
}

}  // namespace gauntlet::orchestrator::commands
