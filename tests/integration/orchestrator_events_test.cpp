// What a sweep tells while it runs, to a file that may be full or that nobody reads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/integration/orchestrator_harness.h"

namespace gauntlet::orchestrator {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr const char* kTwoRuns =
    "matrix: {client_pool: [1, 2]}\n"
    "settings: {mode: thread, operation: get, volume: 0.01, server_pool: 1}\n";

class OrchestratorEvents : public Orchestrator {
 protected:
  Ended sweep_to(const std::string& out) const {
    return run({"run", write("m.yaml", kTwoRuns).string(), "--results", results().string(),
                "--programs", kPrograms, "--no-plots", "--out", out});
  }

  void expect_whole_sweep() const {
    EXPECT_THAT(rows(), SizeIs(2));
    EXPECT_THAT(rows(), Each(testing::Field(&table::Row::status, "ok")));
  }

  static std::vector<nlohmann::json> events_in(const fs::path& path) {
    std::vector<nlohmann::json> events;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) events.push_back(nlohmann::json::parse(line));
    return events;
  }
};

TEST_F(OrchestratorEvents, TellAWholeSweepInAFile) {
  const fs::path file = folder_ / "events.jsonl";
  const Ended ended = sweep_to("jsonl=" + file.string());
  EXPECT_EQ(ended.code, 0) << ended.output;
  expect_whole_sweep();
  std::vector<std::string> kinds;
  std::map<std::string, std::size_t> repeated{{"sample", 0}, {"live", 0}};
  for (const nlohmann::json& event : events_in(file)) {
    const auto found = repeated.find(event.at("event").get<std::string>());
    if (found != repeated.end())
      ++found->second;
    else
      kinds.push_back(event.at("event"));
    EXPECT_GT(event.at("monotonic_ns"), 0);
  }
  EXPECT_THAT(kinds,
              ElementsAre("begin", "started", "ready", "row", "started", "ready", "row", "end"));
  EXPECT_GE(repeated.at("sample"), 4u) << "one at either end of each run";
  EXPECT_GE(repeated.at("live"), 2u) << "one at the end of each run's clients";
  EXPECT_EQ(events_in(file).back().at("rows"), 2);
}

TEST_F(OrchestratorEvents, TellARowAsTheTableHasIt) {
  const fs::path file = folder_ / "events.jsonl";
  sweep_to("jsonl=" + file.string());
  const std::vector<nlohmann::json> events = events_in(file);
  const auto row = std::find_if(events.begin(), events.end(), [](const nlohmann::json& event) {
    return event.at("event") == "row";
  });
  ASSERT_NE(row, events.end());
  EXPECT_EQ(row->at("scenario"), rows()[0].scenario);
  EXPECT_EQ(row->at("row").at("avg_time_s"), rows()[0].avg_time_s.value());
}

TEST_F(OrchestratorEvents, DoNotHoldTheSweepWhenNobodyReadsThem) {
  const std::string fifo = (folder_ / "fifo").string();
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const Ended ended = sweep_to("jsonl=" + fifo);
  EXPECT_EQ(ended.code, 3) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("lines were lost, since nobody reads it"));
  expect_whole_sweep();
}

TEST_F(OrchestratorEvents, DoNotHoldTheSweepWhenTheDiskIsFull) {
  const Ended ended = sweep_to("jsonl=/dev/full");
  EXPECT_EQ(ended.code, 3) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("lines were lost, since No space left on device"));
  expect_whole_sweep();
}

TEST_F(OrchestratorEvents, AreRefusedBeforeAnythingRuns) {
  for (const char* out : {"none=x", "jsonl", "jsonl=-", "jsonl=/none/x"}) {
    const Ended ended = sweep_to(out);
    EXPECT_EQ(ended.code, 2) << ended.output;
    EXPECT_THAT(ended.output, HasSubstr("--out: "));
    EXPECT_FALSE(fs::exists(results()));
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator
