#include "orchestrator/report/script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::report {
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
          .y_base = 10,
          .columns = 1,
          .lines = {{"thread, 1 worker", 0, 0}, {"thread, 5 workers", 0, 1}},
          .client_pools = {1, 50},
          .panels = {{.key = {"get", 10, ""},
                      .y_label = "ms",
                      .y_low = 0.5,
                      .y_high = 20,
                      .lines = {{{1, 0.25, 1}, {50, 0.5, {}}}, {{1, {}, {}}, {50, 8, 9}}}}}};
}

TEST(Script, OfAChartBeginsWithWhatIsDrawn) {
  EXPECT_THAT(draw(small_chart()).script,
              StartsWith("title = 'Title'\n"
                         "caption = 'Caption'\n"
                         "y_base = 10\n"
                         "columns = 1\n"
                         "array client_pool[2] = [1, 50]\n"
                         "array line_name[2] = ['thread, 1 worker', 'thread, 5 workers']\n"
                         "array line_mode[2] = [0, 0]\n"
                         "array line_pool[2] = [0, 1]\n"
                         "array panel_title[1] = ['GET 10 MB']\n"
                         "array y_label[1] = ['ms']\n"
                         "array y_low[1] = [0.5]\n"
                         "array y_high[1] = [20]\n"
                         "# What all pictures have in common."));
}

TEST(Script, OfAChartHasABlockOfDataForEachLine) {
  EXPECT_EQ(draw(small_chart()).data, "1 0.25 1\n50 0.5 NaN\n\n\n1 NaN NaN\n50 8 9\n\n\n");
}

Heatmap small_map() {
  return {"Caption",
          {"thread, 1 worker", "thread, 5 workers"},
          {{"GET 10 MB", {{Heat::kValue, 1, "812"}, {Heat::kFailed, 0, ""}}},
           {"GET 50 MB", {{Heat::kAbsent, 0, ""}, {Heat::kValue, 0.5, "9.1"}}}}};
}

TEST(Script, OfAHeatmapBeginsWithWhatIsDrawn) {
  EXPECT_THAT(draw(small_map()).script,
              StartsWith("caption = 'Caption'\n"
                         "array column_name[2] = ['thread, 1 worker', 'thread, 5 workers']\n"
                         "array row_name[2] = ['GET 10 MB', 'GET 50 MB']\n"
                         "array text[3] = ['812', '', '9.1']\n"
                         "# What all pictures have in common."));
}

TEST(Script, OfAHeatmapHasALineOfDataForEachCellThatIsThere) {
  EXPECT_EQ(draw(small_map()).data, "1 1 1 0\n2 1 0 1\n2 2 0.5 0\n");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report
