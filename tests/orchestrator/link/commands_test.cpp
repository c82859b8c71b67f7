#include "orchestrator/link/commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::link {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

// A line for each.
std::string lines_of(const contract::Link& link, DelayedBy delayed_by = DelayedBy::kNobody) {
  std::string text;
  for (const Command& command : commands_of(link, "198.18.0.1", delayed_by))
    text += fmt::format("{}\n", fmt::join(command, " "));
  return text;
}

TEST(LinkCommands, GiveTheDeviceItsAddressAndTakeItUpLast) {
  const std::string lines = lines_of({.loss = 0});
  EXPECT_THAT(lines, HasSubstr("ip addr add 198.18.0.1/30 dev link0\n"));
  EXPECT_TRUE(lines.ends_with("link0 txqueuelen 10000 up\n")) << lines;
}

TEST(LinkCommands, MakeAPacketOfEverySegment) {
  EXPECT_THAT(lines_of({.loss = 0}), HasSubstr("ethtool -K link0 tso off gso off gro off\n"));
}

TEST(LinkCommands, DoNothingToPacketsWithoutNeed) {
  const std::string lines = lines_of({.loss = 0, .delay = 0ms});
  EXPECT_THAT(lines, Not(HasSubstr("tc ")));
  EXPECT_THAT(lines, Not(HasSubstr("nft ")));
}

TEST(LinkCommands, LoseTheirPartOfAMillionPacketsThatArrive) {
  const std::string lines = lines_of({.loss = 10'000});
  EXPECT_THAT(lines, HasSubstr("hook prerouting"));
  EXPECT_THAT(lines, HasSubstr("iifname link0 numgen random mod 1000000 < 10000 counter drop\n"));
}

TEST(LinkCommands, HoldWhatIsSentToTheRate) {
  EXPECT_THAT(lines_of({.rate = 50'000'000}),
              HasSubstr("tc qdisc add dev link0 root handle 10: tbf rate 50000000bit burst 25000 "
                        "limit 625000\n"));
}

TEST(LinkCommands, LetSlowLinksHoldSomePackets) {
  EXPECT_THAT(lines_of({.rate = 8'000}), HasSubstr("rate 8000bit burst 3028 limit 45420\n"));
}

TEST(LinkCommands, HaveTheKernelDelayWhereItCan) {
  const std::string lines = lines_of({.rate = 8'000'000, .delay = 1500us}, DelayedBy::kKernel);
  EXPECT_THAT(lines, HasSubstr("root handle 1: netem delay 1500us limit 100000\n"));
  EXPECT_THAT(lines, HasSubstr("parent 1:1 handle 10: tbf rate 8000000bit"));
}

TEST(LinkCommands, LeaveTheDelayToARelay) {
  const std::string lines = lines_of({.rate = 8'000'000, .delay = 1500us}, DelayedBy::kRelay);
  EXPECT_THAT(lines, Not(HasSubstr("netem")));
  EXPECT_THAT(lines, HasSubstr("root handle 10: tbf"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::link
