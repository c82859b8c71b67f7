#include "orchestrator/report/pictures/script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::report::pictures {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(GnuplotString, IsInSingleQuotes) { EXPECT_EQ(gnuplot_string("GET 10 MB"), "'GET 10 MB'"); }

TEST(GnuplotString, HasNoQuoteInside) {
  EXPECT_EQ(gnuplot_string("'; system('x'); '"), "'\u2019; system(\u2019x\u2019); \u2019'");
}

TEST(GnuplotString, HasNoLineBreakInside) { EXPECT_EQ(gnuplot_string("a\\\nb\r"), "'a\\ b '"); }

Chart small_chart() {
  return {.name = "throughput",
          .title = "Title",
          .caption = "Caption",
          .columns = 1,
          .x = {.title = "clients", .places = {0, 2}},
          .lines = {{"thread, 1 worker", 0, 0}, {"thread, 5 workers", 0, 1}},
          .panels = {{.title = "GET 10 MB",
                      .y_label = "ms",
                      .x = {.places = {0, 2}, .ticks = {"1", "100"}, .low = -1, .high = 3},
                      .y = {.base = 10, .low = 0.5, .high = 20},
                      .lines = {{{.x = 0, .value = 0.25, .low = 0.2, .high = 0.5, .tail = 1},
                                 {.x = 2, .value = 0.5, .valid = false}},
                                {{.x = 0}, {.x = 2, .value = 8, .tail = 9}}},
                      .marks = {{1.5, "kill mirror 1"}}}}};
}

TEST(Script, OfAChartBeginsWithWhatIsDrawn) {
  EXPECT_THAT(draw(small_chart(), {"machine", "1 row"}).script,
              StartsWith("title = 'Title'\n"
                         "array caption[1] = ['Caption']\n"
                         "array foot[2] = ['machine', '1 row']\n"
                         "columns = 1\n"
                         "x_title = 'clients'\n"
                         "tick_rows = 1\n"
                         "joined = 1\n"
                         "array x_place[2] = [0, 2]\n"
                         "array x_tick[2] = ['1', '100']\n"
                         "array line_name[2] = ['thread, 1 worker', 'thread, 5 workers']\n"
                         "array line_dash[2] = [0, 0]\n"
                         "array line_colour[2] = [0, 1]\n"
                         "array panel_title[1] = ['GET 10 MB']\n"
                         "array panel_row[1] = [0]\n"
                         "array panel_column[1] = [0]\n"
                         "array x_low[1] = [-1]\n"
                         "array x_high[1] = [3]\n"
                         "array y_label[1] = ['ms']\n"
                         "array y_base[1] = [10]\n"
                         "array y_low[1] = [0.5]\n"
                         "array y_high[1] = [20]\n"
                         "array mark_panel[1] = [1]\n"
                         "array mark_x[1] = [1.5]\n"
                         "array mark_text[1] = ['kill mirror 1']\n"
                         "# What all pictures have in common."));
}

TEST(Script, OfAChartHasABlockOfDataForEachLine) {
  EXPECT_EQ(draw(small_chart(), {"1 row"}).data,
            "0 0.25 0.2 0.5 1 0 1\n2 0.5 NaN NaN NaN 1 1\n\n\n"
            "0 NaN NaN NaN NaN 0 1\n2 8 NaN NaN 9 0 1\n\n\n");
}

TEST(Script, BreaksALongCaptionIntoLines) {
  Chart chart = small_chart();
  chart.caption = std::string(90, 'a') + " " + std::string(20, 'b');
  EXPECT_THAT(draw(chart, {"1 row"}).script,
              HasSubstr("array caption[2] = ['" + std::string(90, 'a') + "', '" +
                        std::string(20, 'b') + "']\n"));
}

MatrixMap small_map() {
  return {.caption = "Caption",
          .columns = {"thread, 1 worker", "thread, 5 workers"},
          .rows = {{"GET 10 MB",
                    "MiB/s",
                    {{CellState::kShown, true, 1, "812", "790–830"},
                     {CellState::kFailed, true, 0, ""}}},
                   {"GET 50 MB",
                    "MiB/s",
                    {{CellState::kAbsent, true, 0, ""}, {CellState::kShown, false, 0.5, "9.1"}}}},
          .legend = {{"disk, 1 cell", "#009e73", true}}};
}

TEST(Script, OfAHeatmapBeginsWithWhatIsDrawn) {
  EXPECT_THAT(draw_heatmap(small_map(), {"1 row"}).script,
              StartsWith("title = 'The whole matrix'\n"
                         "array caption[1] = ['Caption']\n"
                         "array foot[1] = ['1 row']\n"
                         "array column_name[2] = ['thread, 1 worker', 'thread, 5 workers']\n"
                         "array row_name[2] = ['GET 10 MB', 'GET 50 MB']\n"
                         "array text[3] = ['812', '', '9.1']\n"
                         "array passes[3] = ['790–830', '', '']\n"
                         "several = 1\n"
                         "by_unit = 0\n"
                         "# What all pictures have in common."));
}

TEST(Script, OfAMapHasALineOfDataForEachCellThatIsThere) {
  EXPECT_EQ(draw_heatmap(small_map(), {"1 row"}).data, "1 1 1 0 0\n2 1 0 1 0\n2 2 0.5 0 1\n");
}

TEST(Script, OfAMapOfLimitsHasItsLegend) {
  EXPECT_THAT(draw_limits(small_map(), {"1 row"}).script,
              HasSubstr("array word_text[1] = ['disk, 1 cell']\n"
                        "array word_colour[1] = ['#009e73']\n"
                        "array word_is_dark[1] = [1]\n"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::pictures
