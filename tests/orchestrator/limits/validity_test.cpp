#include "orchestrator/limits/validity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::limits {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Evidence quiet_machine() {
  Evidence evidence;
  evidence.figures = Figures{.cpus = 2};
  return evidence;
}

std::vector<std::string> doubts(const Evidence& evidence) {
  return doubts_about(evidence, limit_of(evidence));
}

TEST(Doubts, AreNoneAboutAQuietMachine) { EXPECT_THAT(doubts(quiet_machine()), IsEmpty()); }

TEST(Doubts, AriseFromASpanThatIsTooShort) {
  EXPECT_THAT(doubts(Evidence{}), ElementsAre(HasSubstr("less than 200 ms of the steady span")));
}

TEST(Doubts, AriseFromForeignPrograms) {
  Evidence evidence = quiet_machine();
  evidence.figures->foreign = 0.0499;
  EXPECT_THAT(doubts(evidence), IsEmpty());
  evidence.figures->foreign = 0.05;
  EXPECT_THAT(doubts(evidence), ElementsAre(HasSubstr("(5.0% of its time)")));
}

TEST(Doubts, AriseFromSteal) {
  Evidence evidence = quiet_machine();
  evidence.figures->steal = 0.0199;
  EXPECT_THAT(doubts(evidence), IsEmpty());
  evidence.figures->steal = 0.02;
  EXPECT_THAT(doubts(evidence), ElementsAre(HasSubstr("(2.0% of its time)")));
}

TEST(Doubts, DoNotAriseFromTheKernelsRounding) {
  Evidence evidence = quiet_machine();
  evidence.figures->rounding = 0.0625;
  evidence.figures->steal = 0.0625;
  evidence.figures->foreign = 0.1;
  EXPECT_THAT(doubts(evidence), IsEmpty());
  evidence.figures->foreign = 0.125;
  EXPECT_THAT(doubts(evidence), ElementsAre(HasSubstr("other programs")));
}

TEST(Doubts, AriseFromAScheduleThatWasMissed) {
  Evidence evidence = quiet_machine();
  evidence.schedule = contract::ScheduleReport{.missed = true, .why = "too slow"};
  EXPECT_THAT(doubts(evidence), ElementsAre("too slow"));
}

TEST(Doubts, AriseFromAFileCacheThatIsNotAsAskedFor) {
  Evidence evidence = quiet_machine();
  evidence.cache_problem = "half of it was cached";
  EXPECT_THAT(doubts(evidence), ElementsAre("half of it was cached"));
}

TEST(Doubts, AriseWhenTheClientLimitsARemoteTarget) {
  Evidence evidence = quiet_machine();
  evidence.figures->client.demand = 1;
  EXPECT_THAT(doubts(evidence), IsEmpty()) << "on loopback";
  evidence.remote = true;
  EXPECT_THAT(doubts(evidence), ElementsAre(HasSubstr("the clients were the limit")));
}

TEST(Doubts, DoNotAriseFromABusyHostAlone) {
  Evidence evidence = quiet_machine();
  evidence.figures->busy = 1;
  EXPECT_THAT(doubts(evidence), IsEmpty());
}

TEST(Doubts, AreAllTold) {
  Evidence evidence = quiet_machine();
  evidence.figures->foreign = evidence.figures->steal = 0.5;
  evidence.cache_problem = "cold";
  EXPECT_EQ(doubts(evidence).size(), 3u);
}

}  // namespace
}  // namespace gauntlet::orchestrator::limits
