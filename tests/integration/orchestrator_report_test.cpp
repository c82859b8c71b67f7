// The reports of real sweeps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Reports : public Orchestrator {
 protected:
  static std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  // Of two scenarios, whose names would be markup if they could.
  Ended sweep() const {
    const fs::path file = write("m.yaml",
                                "name: '<script>alert(1)</script>'\n"
                                "matrix: {client_pool: [1, 2]}\n"
                                "settings: {mode: thread, operation: get, volume: 0.01, "
                                "server_pool: 1, requests: 50}\n");
    return run({"run", file.string(), "--results", results().string(), "--no-plots"});
  }

  fs::path folder_of_sweep() const { return table_file().replace_extension(); }

  nlohmann::json document(const std::vector<std::string>& tables) const {
    std::vector<std::string> arguments{"report", "--format", "json"};
    arguments.insert(arguments.end(), tables.begin(), tables.end());
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 0) << ended.output;
    return nlohmann::json::parse(ended.output);
  }
};

TEST_F(Reports, AreWrittenBesideTheTableOfEverySweep) {
  const Ended ended = sweep();
  ASSERT_EQ(ended.code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("report:  " + (folder_of_sweep() / "report.html").string()));
  const std::string page = content(folder_of_sweep() / "report.html");
  EXPECT_THAT(page, StartsWith("<!doctype html>"));
  EXPECT_LT(page.size(), 3'000'000U);
  const auto document = nlohmann::json::parse(content(folder_of_sweep() / "report.json"));
  EXPECT_EQ(document.at("schema"), "gauntlet-report");
  EXPECT_EQ(document.at("cells").size(), 2U);
  EXPECT_EQ(document.at("distributions").at(0).at("from"), "histogram");
  EXPECT_EQ(document.at("environments").at(0).at("outcome"), "ok");
}

TEST_F(Reports, HoldNamesAsTextsThatDoNothing) {
  ASSERT_EQ(sweep().code, 0);
  EXPECT_EQ(document({table_file().string()}).at("title"), "<script>alert(1)</script>");
  EXPECT_THAT(content(folder_of_sweep() / "report.html"), Not(HasSubstr("<script>alert")));
  const Ended markdown = run({"report", table_file().string(), "--format", "markdown"});
  EXPECT_EQ(markdown.code, 0);
  EXPECT_THAT(markdown.output, StartsWith("### &lt;script>alert(1)"));
}

TEST_F(Reports, GoWhereTheyAreAskedTo) {
  ASSERT_EQ(sweep().code, 0);
  const std::string output = (folder_ / "r.html").string();
  const Ended ended = run({"report", table_file().string(), "--output", output});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_EQ(ended.output, "report:  " + output + "\n");
  EXPECT_THAT(content(output), EndsWith("</html>\n"));
}

TEST_F(Reports, AreMadeBesideATableThatStandsAlone) {
  const fs::path table = write("old.csv",
                               "timestamp,mode,server_pool,operation,volume,client_pool,avg_time_s,"
                               "throughput_Bps,success,fail\n"
                               "2025-01-01 10:00:00,thread,5,download,10,5,0.1,104857600,5,0\n");
  EXPECT_EQ(run({"report", table.string()}).code, 0);
  EXPECT_TRUE(fs::exists(folder_ / "old" / "report.html"));
}

TEST_F(Reports, OfTwoTablesSayWhatChanged) {
  ASSERT_EQ(sweep().code, 0);
  const std::string table = table_file().string();
  const nlohmann::json both = document({table, table});
  EXPECT_EQ(both.at("tables").size(), 2U);
  EXPECT_TRUE(both.at("comparison").at("rows").is_array());
}

TEST_F(Reports, ThatCannotBeWrittenAreAWarningOfTheSweep) {
  ASSERT_EQ(sweep().code, 0);
  fs::remove(folder_of_sweep() / "report.html");
  fs::create_directory(folder_of_sweep() / "report.html");
  const Ended ended = run({"run", "--resume", table_file().string(), "--no-plots"});
  EXPECT_EQ(ended.code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("warning: no report: cannot write '"));
}

TEST_F(Reports, OfWhatIsNoTableAreRefusedInASentence) {
  const std::string table =
      write("t.csv",
            "mode,server_pool,operation,volume,client_pool,aggregate_Bps\nthread,1,get,10,1,5\n")
          .string();
  const std::string no_table = write("n.csv", "hello\n").string();
  const std::string empty =
      write("e.csv", "mode,server_pool,operation,volume,client_pool\n").string();
  const std::vector<std::vector<std::string>> wrong = {
      {"report"},
      {"report", (folder_ / "none.csv").string()},
      {"report", no_table},
      {"report", empty},
      {"report", folder_.path().string()},
      {"report", table, table, table},
      {"report", table, "--format", "pdf"},
      {"report", table, "--output", (folder_ / "none" / "r.html").string()},
      {"report", table, "--output", folder_.path().string()}};
  for (const std::vector<std::string>& arguments : wrong) {
    const Ended ended = run(arguments);
    EXPECT_EQ(ended.code, 2) << arguments.back() << ": " << ended.output;
    EXPECT_THAT(ended.output, StartsWith("orchestrator: "));
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator
