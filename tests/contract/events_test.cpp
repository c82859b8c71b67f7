#include "contract/events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::contract {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Events, AreReadAndWrittenAsOneWord) {
  const char* const text = "500ms:stop:server_2s:kill:mirror-1-worker-0_4s:restart:mirror-12";
  const auto events = parse_events(text);
  ASSERT_TRUE(events);
  EXPECT_THAT(*events,
              ::testing::ElementsAre(
                  Event{.at = milliseconds(500), .action = Action::kStop},
                  Event{.at = seconds(2), .action = Action::kKill, .mirror = 1, .worker = 0},
                  Event{.at = seconds(4), .action = Action::kRestart, .mirror = 12}));
  EXPECT_EQ(to_text(*events), text);
}

TEST(Events, StandInTheOrderOfTime) {
  EXPECT_EQ(to_text(*parse_events("2s:continue:server_500ms:stop:server_2000ms:kill:mirror-1")),
            "500ms:stop:server_2s:continue:server_2s:kill:mirror-1");
}

TEST(Events, AreNoOtherText) {
  for (const char* text :
       {"", "none", "2s", "2s:kill", "2:kill:server", "2s:kill:", "2s:break:server",
        "2s:kill:mirror", "2s:kill:mirror-0", "2s:kill:mirror-x", "2s:kill:server-1",
        "2s:kill:server-worker", "2s:kill:server-worker-1-2", "2s:kill:server__3s:kill:server"})
    EXPECT_FALSE(parse_events(text)) << text;
}

TEST(Events, AreNotMoreThanAFewInAScenario) {
  std::string many = "1s:kill:server";
  for (std::size_t i = 1; i < kMostEvents; ++i) many += "_1s:kill:server";
  EXPECT_TRUE(parse_events(many));
  EXPECT_FALSE(parse_events(many + "_1s:kill:server"));
}

TEST(Events, AreWrittenAsPeopleSayThem) {
  EXPECT_EQ(event_word("2s", "kill", "mirror 1 worker 3"), "2s:kill:mirror-1-worker-3");
  EXPECT_EQ(event_word("2s", "kill", "mirrors"), std::nullopt);
  EXPECT_EQ(describe((*parse_events("2s:kill:mirror-1-worker-3"))[0]), "kill mirror 1 worker 3");
}

}  // namespace
}  // namespace gauntlet::contract
