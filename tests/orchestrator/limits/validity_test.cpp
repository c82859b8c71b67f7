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

std::vector<Doubt> all_doubts(const Evidence& evidence) {
  return doubts_about(evidence, limit_of(evidence));
}

// Their sentences.
std::vector<std::string> doubts(const Evidence& evidence) {
  std::vector<std::string> sentences;
  for (const Doubt& doubt : all_doubts(evidence)) sentences.push_back(doubt.sentence);
  return sentences;
}

// What the column doubt says.
std::string words(const Evidence& evidence) { return joined_words(all_doubts(evidence)); }

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

TEST(Doubts, NameTheForeignProgramsThatUsedMost) {
  Evidence evidence = quiet_machine();
  evidence.figures->foreign = 0.4;
  evidence.figures->others = {{"cc1plus", 0.312}, {"a\x1b", 0.014}, {"sshd", 0.0099}};
  EXPECT_THAT(
      doubts(evidence),
      ElementsAre(HasSubstr("(40.0% of its time; most of all cc1plus 31.2%, a\\x1b 1.4%)")));
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

TEST(Doubts, AriseWhenTheServersCacheWasSwitched) {
  Evidence evidence = quiet_machine();
  evidence.cache_switched = true;
  EXPECT_EQ(words(evidence), "switched");
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

TEST(Doubts, HaveAWordEach) {
  Evidence evidence = quiet_machine();
  EXPECT_EQ(words(evidence), "");
  evidence.remote = true;
  evidence.figures->client.demand = 1;
  evidence.figures->foreign = evidence.figures->steal = 0.5;
  evidence.schedule = contract::ScheduleReport{
      .asked_rate = 100, .achieved_rate = 50, .missed = true, .why = "too slow"};
  evidence.cache_problem = "cold";
  EXPECT_EQ(words(evidence), "foreign_cpu+steal+schedule+cache+client");
  EXPECT_EQ(words(Evidence{}), "short");
}

TEST(Doubts, DoNotAskForSamplesOfAServerThatWasKilledOnPurpose) {
  EXPECT_EQ(words({.should_have_figures = false}), "");
}

TEST(Doubts, AreReadBackFromTheColumn) {
  EXPECT_THAT(split_words("foreign_cpu+steal"), ElementsAre("foreign_cpu", "steal"));
  EXPECT_THAT(split_words("short"), ElementsAre("short"));
  EXPECT_THAT(split_words("+a++b+"), ElementsAre("a", "b"));
  EXPECT_THAT(split_words(""), IsEmpty());
}

TEST(Doubts, OfEveryWordHaveAMeaning) {
  for (const char* word : {kDoubtShort, kDoubtForeignCpu, kDoubtSteal, kDoubtSchedule, kDoubtCache,
                           kDoubtSwitched, kDoubtClient})
    EXPECT_NE(meaning_of(word), "") << word;
  EXPECT_EQ(meaning_of("moon"), "");
}

TEST(ProgramsIn, AreThoseThatTheNoteOfADisturbedRowNames) {
  Evidence evidence = quiet_machine();
  evidence.figures->foreign = 0.4;
  evidence.figures->others = {{"cc1plus", 0.312}, {"a b, 5", 0.014}};
  const std::vector<OtherProgram> programs =
      programs_in("not valid: " + doubts(evidence).at(0) + "; not valid: 5%");
  ASSERT_EQ(programs.size(), 2U);
  EXPECT_EQ(programs[0].name, "cc1plus");
  EXPECT_NEAR(programs[0].part, 0.312, 1e-9);
  EXPECT_EQ(programs[1].name, "a b, 5");
  EXPECT_NEAR(programs[1].part, 0.014, 1e-9);
}

TEST(ProgramsIn, AreNoneOfAnyOtherNote) {
  for (const char* note :
       {"", "limited by disk: 5%", "; most of all ", "; most of all a b%", "; most of all 5%"})
    EXPECT_TRUE(programs_in(note).empty()) << note;
}

}  // namespace
}  // namespace gauntlet::orchestrator::limits
