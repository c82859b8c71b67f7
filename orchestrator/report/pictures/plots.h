// The pictures of a table, drawn by gnuplot from the templates in plots/.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "orchestrator/report/pictures/script.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::pictures {

struct PlotResult {
  std::vector<std::filesystem::path> pictures{};  // written: NAME.svg and NAME.png of each picture
  std::vector<std::string> notes{};               // one sentence each: what is not shown, and why
  std::string failure{};                          // why not all was drawn; empty when it was
};

// Where a table comes from.
struct PlotSource {
  std::filesystem::path file{};  // beside which its reports stand; empty: there are none
  std::string only{};            // what its rows were selected by; empty: these are all
};

// Draws into the folder, which is made when it is not there. Pictures of the same name are
// replaced. Whatever stands in the way (no gnuplot, no folder for temporary files, a full disk) is
// the failure in the result, since a sweep is worth having without its pictures.
// Of a table whose rows were selected, the distribution of every cell is drawn, else of a few.
PlotResult draw_plots(const table::Table& table, const std::filesystem::path& folder,
                      const PlotSource& source = {});

// Draws any pictures in the same way; without notes.
PlotResult draw_pictures(const std::vector<Drawing>& drawings, const std::filesystem::path& folder);

}  // namespace gauntlet::orchestrator::report::pictures
