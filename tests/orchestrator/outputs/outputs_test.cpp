#include "orchestrator/outputs/outputs.h"
#include "orchestrator/matrix/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "base/error.h"
#include "orchestrator/outputs/jsonl.h"
#include "tests/temporary_folder.h"

namespace gauntlet::orchestrator::outputs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal_of(const std::string& asked) {
  try {
    make_asked({asked});
    return "made";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kBadInput);
    return error.what();
  }
}

// "begin", ... of the lines of a text.
std::vector<std::string> events_in(const std::string& text) {
  std::vector<std::string> events;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    events.push_back(nlohmann::json::parse(line).at("event"));
  return events;
}

// A campaign of one run, as it is told.
void tell_campaign(sweep::Output& output, const std::string& outcome) {
  const matrix::Scenario scenario{.id = "thread-s1-get-1MB-c4",
                                  .values = std::vector<matrix::Value>(matrix::settings().size())};
  const sweep::Run run{.scenario = scenario, .planned = scenario};
  output.begin({.scenarios = {scenario}}, {});
  output.started(run);
  output.ready(run, {});
  output.sample(run, {});
  output.live(run, {});
  output.row(run, {}, {});
  output.end({.outcome = outcome});
}

TEST(AskedOutputs, AreRefusedWithTheFix) {
  EXPECT_EQ(refusal_of("influx=x"), "--out: 'influx' is no output; write jsonl=FILE");
  EXPECT_EQ(refusal_of("jsonl"), "--out: 'jsonl' does not say where to; write jsonl=FILE");
  EXPECT_EQ(refusal_of("jsonl="), "--out: 'jsonl=' does not say where to; write jsonl=FILE");
  EXPECT_THAT(refusal_of("jsonl=-"), HasSubstr("stdout is taken"));
  EXPECT_THAT(refusal_of("jsonl=/none/x"),
              HasSubstr("--out: '/none/x' cannot be written: No such"));
}

TEST(Jsonl, HasALineForEachEvent) {
  const TemporaryFolder folder;
  const auto output = make_jsonl((folder / "f").string());
  tell_campaign(*output, "ok");
  EXPECT_THAT(events_in(folder.read("f")),
              ElementsAre("begin", "started", "ready", "sample", "live", "row", "end"));
  EXPECT_THAT(folder.read("f"), HasSubstr(R"("outcome":"ok","rows":1,"lost":0})"));
}

TEST(Jsonl, GoesOnWithTheNextCampaign) {
  const TemporaryFolder folder;
  const auto output = make_jsonl((folder / "f").string());
  tell_campaign(*output, "ok");
  tell_campaign(*output, "interrupted");
  EXPECT_EQ(events_in(folder.read("f")).size(), 14u);
  EXPECT_THAT(folder.read("f"), HasSubstr(R"("outcome":"interrupted","rows":1,"lost":0})"));
}

TEST(Jsonl, KeepsWhatItWasToldByACampaignThatCouldNotGoOn) {
  const TemporaryFolder folder;
  make_jsonl((folder / "f").string())->begin({}, {});
  EXPECT_THAT(events_in(folder.read("f")), ElementsAre("begin"));
}

TEST(Jsonl, SaysHowMuchNobodyRead) {
  const TemporaryFolder folder;
  const std::string fifo = (folder / "fifo").string();
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const auto output = make_jsonl(fifo);
  try {
    tell_campaign(*output, "ok");
    FAIL() << "nothing was lost";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), "--out jsonl=" + fifo + ": 7 lines were lost, since nobody reads it");
    EXPECT_EQ(error.code(), ExitCode::kUnable);
  }
}

}  // namespace
}  // namespace gauntlet::orchestrator::outputs
