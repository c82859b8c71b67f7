#include "orchestrator/report/pictures/plots.h"

#include <fmt/format.h>

#include <exception>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "base/own_folder.h"
#include "base/units.h"
#include "orchestrator/report/cells.h"
#include "orchestrator/report/pictures/charts.h"
#include "orchestrator/report/pictures/distribution.h"
#include "orchestrator/report/pictures/foot.h"
#include "orchestrator/report/pictures/gnuplot.h"
#include "orchestrator/report/pictures/loss.h"
#include "orchestrator/report/pictures/matrix_map.h"
#include "orchestrator/report/pictures/script.h"
#include "orchestrator/report/pictures/tcp.h"
#include "orchestrator/report/pictures/timeline.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

Foot foot_of_table(const table::Table& table, const Cells& cells, const PlotSource& source) {
  Foot foot = foot_of(origin_of(table.rows), describe_counts(cells.counts, cells.passes));
  if (!source.only.empty()) foot.push_back(cut_to("only " + source.only, kFootLetters));
  return foot;
}

void add_distribution(const table::Table& table, const Cells& cells, const PlotSource& source,
                      std::vector<Drawing>& drawings, std::vector<std::string>& notes) {
  const table::Table shown = source.only.empty() ? telling_rows(table, cells) : table;
  const Chart chart = distribution_chart(shown, source.file, notes);
  if (chart.panels.empty()) return;
  Foot foot = foot_of_table(shown, to_cells(shown), source);
  if (shown.rows.size() < table.rows.size())
    foot.push_back(fmt::format("Of {} rows these are of the smallest volume and the most clients.",
                               table.rows.size()));
  drawings.push_back(draw(chart, foot));
}

// Of what was disturbed on purpose; also where requests failed then.
void add_timeline(const table::Table& table, const PlotSource& source,
                  std::vector<Drawing>& drawings, std::vector<std::string>& notes) {
  const table::Table shown = rows_with_events(table);
  if (shown.rows.empty()) return;
  const Chart chart = timeline_chart(shown, source.file, notes);
  if (chart.panels.empty()) return;
  drawings.push_back(draw(chart, foot_of(origin_of(shown.rows),
                                         fmt::format("{}, those that failed included",
                                                     counted(shown.rows.size(), "row with events",
                                                             "rows with events")))));
}

// Of each scenario that asks for it, up to a bound.
void add_tcp(const table::Table& table, const PlotSource& source, std::vector<Drawing>& drawings,
             std::vector<std::string>& notes) {
  constexpr std::size_t kMostPictures = 24;
  table::Table shown = rows_to_draw_tcp_of(table);
  if (shown.rows.size() > kMostPictures) {
    notes.push_back(
        fmt::format("tcp: the first {} of {} scenarios are drawn; choose others by "
                    "orchestrator plot --only",
                    kMostPictures, shown.rows.size()));
    shown.rows.resize(kMostPictures);
  }
  for (const table::Row& row : shown.rows) {
    const Chart chart = tcp_chart(row, source.file, notes);
    if (chart.panels.empty()) continue;
    drawings.push_back(
        draw(chart, foot_of(origin_of({row}), fmt::format("pass {}", row.pass.value_or(1)))));
  }
}

std::vector<Drawing> make_drawings(const table::Table& table, const PlotSource& source,
                                   std::vector<std::string>& notes) {
  if (table.rows.empty()) {
    notes.push_back("no pictures: the table has no rows");
    return {};
  }
  const Cells cells = to_cells(table);
  const Foot foot = foot_of_table(table, cells, source);
  std::vector<Drawing> drawings;
  for (const Chart& chart :
       {throughput_chart(cells, notes), latency_chart(cells, notes), ratio_chart(cells, notes),
        imbalance_chart(cells, notes), loss_chart(table, notes)}) {
    if (!chart.panels.empty()) drawings.push_back(draw(chart, foot));
  }
  add_distribution(table, cells, source, drawings, notes);
  add_timeline(table, source, drawings, notes);
  add_tcp(table, source, drawings, notes);
  drawings.push_back(draw_heatmap(heatmap(cells, notes), foot));
  const MatrixMap limits = limits_map(cells, notes);
  if (!limits.rows.empty()) drawings.push_back(draw_limits(limits, foot));
  return drawings;
}

void put(const std::filesystem::path& picture, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::copy_file(picture, folder / picture.filename(),
                             std::filesystem::copy_options::overwrite_existing, error);
  if (error)
    throw Error(fmt::format("cannot write '{}': {}", (folder / picture.filename()).string(),
                            error.message()),
                ExitCode::kUnable);
}

// Throws what goes wrong outside of gnuplot.
void draw_into(const std::filesystem::path& folder, const std::vector<Drawing>& drawings,
               PlotResult& result) {
  make_folder(folder);
  const TemporaryFolder work;
  for (const Drawing& drawing : drawings) {
    for (const char* format : {"svg", "png"}) {
      result.failure = run_gnuplot(drawing, format, work.path());
      if (!result.failure.empty()) return;
      const auto picture = work.path() / (drawing.name + "." + format);
      put(picture, folder);
      result.pictures.push_back(folder / picture.filename());
    }
  }
}

}  // namespace

PlotResult draw_plots(const table::Table& table, const std::filesystem::path& folder,
                      const PlotSource& source) {
  std::vector<std::string> notes;
  const std::vector<Drawing> drawings = make_drawings(table, source, notes);
  PlotResult result = draw_pictures(drawings, folder);
  result.notes = std::move(notes);
  return result;
}

PlotResult draw_pictures(const std::vector<Drawing>& drawings,
                         const std::filesystem::path& folder) {
  PlotResult result;
  try {
    draw_into(folder, drawings, result);
  } catch (const std::exception& error) {
    result.failure = error.what();
  }
  return result;
}
}  // namespace gauntlet::orchestrator::report::pictures
