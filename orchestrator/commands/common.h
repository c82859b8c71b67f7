// What several commands share.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "orchestrator/matrix/expand.h"
#include "orchestrator/report/pictures/plots.h"
#include "orchestrator/report/summary.h"
#include "orchestrator/sweep/plan.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace gauntlet::orchestrator::commands {

CLI::Option* add_file(CLI::App& app, std::string& file);
void add_selection(CLI::App& app, matrix::Selection& selection);
void add_programs(CLI::App& app, std::string& folder);

// Says on stderr which entries of exclude leave out nothing.
void warn_of_excludes(const matrix::Matrix& matrix);

// What the matrix file and the selection declare; warns of excludes. Throws Error (kBadInput).
sweep::Plan plan_of(const std::string& file, const matrix::Selection& selection);
sweep::Plan plan_of(const matrix::Matrix& matrix,
                    const matrix::Selection& selection);  // no warning

// Says on stderr what would make these scenarios slower than the server is.
void give_advice(const std::vector<matrix::Scenario>& scenarios);

// Does a part of what a command puts out. When it throws, its sentence is said, and it is false:
// the exit code is with_output's (base/output.h), and no verdict is hidden.
bool put_out(const std::function<void()>& part);

// The summary of a table, as long as the terminal is high where stdout is one.
void print_summary(const table::Table& table, report::SummaryFormat format);

// Says which pictures were drawn in the folder, and why some were not.
void print_plots(const report::pictures::PlotResult& drawn, const std::filesystem::path& folder);

}  // namespace gauntlet::orchestrator::commands
