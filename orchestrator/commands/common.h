// What several commands share.
#pragma once

#include <filesystem>
#include <string>

#include "orchestrator/matrix/expand.h"
#include "orchestrator/report/plots.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator {

void add_file(CLI::App& app, std::string& file);
void add_selection(CLI::App& app, Selection& selection);
void add_programs(CLI::App& app, std::string& folder);

// Says which pictures were drawn in the folder, and why some were not.
void print_plots(const PlotResult& drawn, const std::filesystem::path& folder);

}  // namespace gauntlet::orchestrator
