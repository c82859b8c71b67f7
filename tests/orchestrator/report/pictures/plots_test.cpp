#include "orchestrator/report/pictures/plots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/environment.h"
#include "tests/orchestrator/report/made_tables.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::report::pictures {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class Plots : public testing::Test {
 protected:
  std::string content(const std::filesystem::path& file) const {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  TemporaryFolder folder_{};
};

TEST_F(Plots, AreFivePicturesInTwoFormats) {
  const PlotResult result = draw_plots(made_table(), folder_ / "plots");
  EXPECT_EQ(result.failure, "");
  EXPECT_THAT(result.notes, ElementsAre(HasSubstr("limits: not drawn")));
  EXPECT_THAT(result.pictures, SizeIs(10));
  for (const char* name : {"throughput", "latency", "thread_process", "distribution", "heatmap"}) {
    const std::filesystem::path picture = folder_ / "plots" / name;
    EXPECT_THAT(content(picture.string() + ".svg"), HasSubstr("GET 10 MiB")) << name;
    EXPECT_THAT(content(picture.string() + ".png"), StartsWith("\x89PNG")) << name;
  }
}

TEST_F(Plots, ReplaceThoseOfBefore) {
  std::ofstream(folder_ / "heatmap.svg") << "old";
  draw_plots(made_table({{"get"}, {"thread"}, {10}, {1}, {1}}), folder_.path());
  EXPECT_THAT(content(folder_ / "heatmap.svg"), HasSubstr("</svg>"));
}

TEST_F(Plots, OfASingleRowAreDrawn) {
  const PlotResult result =
      draw_plots(made_table({{"get"}, {"thread"}, {10}, {1}, {1}}), folder_.path());
  EXPECT_EQ(result.failure, "");
  EXPECT_THAT(result.pictures, SizeIs(6));
}

TEST_F(Plots, OfATableWhereAllFailedAreTheHeatmap) {
  table::Table table = made_table();
  for (table::Row& row : table.rows) row.status = "failed";
  const PlotResult result = draw_plots(table, folder_.path());
  EXPECT_EQ(result.failure, "");
  EXPECT_THAT(result.pictures, ElementsAre(folder_ / "heatmap.svg", folder_ / "heatmap.png"));
}

TEST_F(Plots, ShowWhatLimitedEachCellWhereRowsSayIt) {
  table::Table table = made_table();
  for (table::Row& row : table.rows) row.limited_by = "server_cpu";
  EXPECT_EQ(draw_plots(table, folder_.path()).failure, "");
  EXPECT_THAT(content(folder_ / "limits.svg"), HasSubstr("server_cpu"));
}

TEST_F(Plots, SayAtTheirFootWhereTheyWereMeasured) {
  table::Table table = made_table();
  for (table::Row& row : table.rows) row.machine = "the machine";
  EXPECT_EQ(draw_plots(table, folder_.path()).failure, "");
  for (const char* name : {"throughput.svg", "latency.svg", "thread_process.svg", "heatmap.svg"})
    EXPECT_THAT(content(folder_ / name), AllOf(HasSubstr("the machine"), HasSubstr("162 rows")))
        << name;
}

TEST_F(Plots, AreDrawnWhereNoRowIsValid) {
  table::Table table = made_table();
  for (table::Row& row : table.rows) {
    row.valid = table::kInvalid;
    row.limited_by = "none";
  }
  EXPECT_EQ(draw_plots(table, folder_.path()).failure, "");
}

TEST_F(Plots, OfAnEmptyTableAreNone) {
  const PlotResult result = draw_plots({}, folder_.path());
  EXPECT_THAT(result.pictures, IsEmpty());
  EXPECT_THAT(result.notes, ElementsAre("no pictures: the table has no rows"));
}

// Ways in which text could get out of a string of gnuplot, or make it run or fail at something.
std::vector<std::string> traps(const std::filesystem::path& trap) {
  const std::string touch = "touch " + trap.string();
  return {"`" + touch + "`",
          "\"`" + touch + "`\"",
          "'; system('" + touch + "'); x='",
          "''; system(\"" + touch + "\") #",
          "']; system(\"" + touch + "\") #",
          "$(" + touch + ")",
          "\n!" + touch + "\n",
          "<" + touch,
          "|" + touch,
          "@output",
          "%s %n 100%",
          "{/Bold a_b^c}",
          "ends in \\",
          ""};
}

TEST_F(Plots, RunNothingThatStandsInATable) {
  const std::filesystem::path trap = folder_ / "trap";
  table::Table table{{"x"}, {}, {}};
  for (const std::string& text : traps(trap)) {
    for (const char* mode : {"thread", "process"}) {
      table::Row row = made_row("get", mode, 10, 5, 1);
      row.settings = {{"x", text}};
      row.note = row.scenario = row.timestamp = row.machine = row.version = row.limited_by = text;
      table.rows.push_back(row);
    }
    table.rows.push_back(made_row(text, "thread", 10, 5, 1));
    table.rows.push_back(made_row("get", text, 10, 5, 1));
  }
  EXPECT_EQ(draw_plots(table, folder_ / "plots").failure, "");
  EXPECT_FALSE(std::filesystem::exists(trap));
}

TEST_F(Plots, GoIntoAFolderOfAnyName) {
  const std::filesystem::path folder = folder_ / "it's `a` \"$folder\"";
  EXPECT_EQ(draw_plots(made_table({{"get"}, {"thread"}, {10}, {1}, {1}}), folder).failure, "");
  EXPECT_TRUE(std::filesystem::exists(folder / "heatmap.png"));
}

TEST_F(Plots, NameTheFolderThatCannotBeMade) {
  std::ofstream(folder_ / "file") << "in the way";
  const PlotResult result = draw_plots(made_table(), folder_ / "file" / "plots");
  EXPECT_THAT(result.failure, HasSubstr((folder_ / "file" / "plots").string()));
}

TEST_F(Plots, SayWhenThereIsNoFolderForTemporaryFiles) {
  const Environment environment("TMPDIR", folder_ / "none");
  const PlotResult result = draw_plots(made_table(), folder_ / "plots");
  EXPECT_THAT(result.failure, HasSubstr("TMPDIR"));
  EXPECT_THAT(result.pictures, IsEmpty());
}

TEST_F(Plots, SayWhenGnuplotIsMissing) {
  const Environment environment("PATH", folder_.path().string());
  const PlotResult result = draw_plots(made_table(), folder_ / "plots");
  EXPECT_THAT(result.failure, HasSubstr("install gnuplot"));
  EXPECT_THAT(result.pictures, IsEmpty());
}

TEST_F(Plots, SayWhatGnuplotSaidWhenItFails) {
  const std::filesystem::path fake = folder_ / "gnuplot";
  std::ofstream(fake) << "#!/bin/sh\necho 'line 1: it broke' >&2\nexit 1\n";
  std::filesystem::permissions(fake, std::filesystem::perms::owner_all);
  const Environment environment("PATH", folder_.path().string() + ":" + ::getenv("PATH"));
  const PlotResult result = draw_plots(made_table(), folder_ / "plots");
  EXPECT_EQ(result.failure, "gnuplot exited with 1: line 1: it broke");
}

}  // namespace
}  // namespace gauntlet::orchestrator::report::pictures
