#include "orchestrator/trace/mtr.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::trace {
namespace {

using std::chrono::microseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

std::string hub(const std::string& host, double loss, int sent, double milliseconds) {
  return fmt::format(
      R"({{"count": 1, "host": "{}", "Loss%": {}, "Snt": {}, "Last": 9.0, "Avg": {}, "Best": {},
          "Wrst": {}, "StDev": 0.0}})",
      host, loss, sent, milliseconds, milliseconds / 2, milliseconds * 2);
}

std::string report(const std::vector<std::string>& hubs) {
  return fmt::format(R"({{"report": {{"mtr": {{"src": "here"}}, "hubs": [{}]}}}})",
                     fmt::join(hubs, ","));
}

TEST(MtrReport, HasTheFiguresOfEveryHop) {
  const auto hops = parse_mtr(report({hub("10.0.0.1", 25, 4, 0.5), hub("10.0.1.1", 0, 4, 2)}));
  ASSERT_TRUE(hops) << hops.error();
  ASSERT_THAT(*hops, SizeIs(2));
  EXPECT_THAT(hops->at(0).addresses, ElementsAre("10.0.0.1"));
  EXPECT_EQ(hops->at(0).sent, 4u);
  EXPECT_EQ(hops->at(0).received, 3u);
  EXPECT_EQ(hops->at(0).rtt->least, microseconds(250));
  EXPECT_EQ(hops->at(0).rtt->mean, microseconds(500));
  EXPECT_EQ(hops->at(0).rtt->most, microseconds(1000));
}

TEST(MtrReport, HasNoFiguresOfASilentHop) {
  const auto hops = parse_mtr(report({hub("???", 100, 3, 0), hub("10.0.1.1", 0, 3, 1)}));
  ASSERT_TRUE(hops) << hops.error();
  ASSERT_THAT(*hops, SizeIs(2));
  EXPECT_THAT(hops->at(0).addresses, SizeIs(0));
  EXPECT_EQ(hops->at(0).sent, 3u);
  EXPECT_EQ(hops->at(0).received, 0u);
  EXPECT_FALSE(hops->at(0).rtt);
}

TEST(MtrReport, EndsWithTheLastHopThatAnswered) {
  const auto hops = parse_mtr(report({hub("10.0.0.1", 0, 3, 1), hub("???", 100, 3, 0)}));
  ASSERT_TRUE(hops) << hops.error();
  EXPECT_THAT(*hops, SizeIs(1));
}

TEST(MtrReport, DoesNotCountARouterTwiceThatRefuses) {
  const auto hops = parse_mtr(report({hub("10.0.0.1", 0, 3, 1), hub("10.0.0.1", 50, 3, 3000)}));
  ASSERT_TRUE(hops) << hops.error();
  EXPECT_THAT(*hops, SizeIs(1));
}

TEST(MtrReport, MayHaveNoHops) {
  const auto hops = parse_mtr(report({}));
  ASSERT_TRUE(hops) << hops.error();
  EXPECT_THAT(*hops, SizeIs(0));
}

TEST(MtrReport, ThatIsBrokenSaysWhatIsWrong) {
  EXPECT_THAT(parse_mtr("").error(), HasSubstr("no JSON"));
  EXPECT_THAT(parse_mtr("mtr: udp socket connect failed").error(), HasSubstr("no JSON"));
  EXPECT_THAT(parse_mtr(report({hub("10.0.0.1", 0, 3, 1)}).substr(0, 60)).error(),
              HasSubstr("no JSON"));
  EXPECT_THAT(parse_mtr("[]").error(), HasSubstr("'report'"));
  EXPECT_THAT(parse_mtr(R"({"report": {}})").error(), HasSubstr("'hubs'"));
  EXPECT_THAT(parse_mtr(R"({"report": {"hubs": [1]}})").error(), HasSubstr("'Loss%'"));
  EXPECT_THAT(parse_mtr(report({R"({"Loss%": 0, "Snt": 3})"})).error(), HasSubstr("'host'"));
  EXPECT_THAT(parse_mtr(report({R"({"Loss%": 0, "Snt": -3, "host": "a"})"})).error(),
              HasSubstr("'Snt'"));
  EXPECT_THAT(parse_mtr(report({hub("10.0.0.1", 101, 3, 1)})).error(), HasSubstr("'Loss%'"));
  EXPECT_THAT(parse_mtr(report({hub("10.0.0.1", -1, 3, 1)})).error(), HasSubstr("'Loss%'"));
}

TEST(MtrCommand, BeginsConnectionsWhereAPortIsNamed) {
  EXPECT_THAT(fmt::format("{}", fmt::join(mtr_command("10.0.0.1", 9000, {.rounds = 3}), " ")),
              HasSubstr("--report-cycles 3 --interval 1 --tcp --port 9000 -- 10.0.0.1"));
}

TEST(MtrCommand, SendsEchoRequestsWithoutAPort) {
  EXPECT_THAT(fmt::format("{}", fmt::join(mtr_command("::1", {}, {}), " ")),
              HasSubstr("--interval 1 -- ::1"));
}

}  // namespace
}  // namespace gauntlet::orchestrator::trace
