#include "orchestrator/limits/limit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::orchestrator::limits {
namespace {

using testing::HasSubstr;

// A scenario that nothing limits.
Evidence quiet() {
  Evidence evidence;
  evidence.figures = Figures{.cpus = 2};
  return evidence;
}

std::string name_of(const Evidence& evidence) { return limit_of(evidence).name; }

Evidence with_demands(double server, double client) {
  Evidence evidence = quiet();
  evidence.figures->server.demand = server;
  evidence.figures->client.demand = client;
  return evidence;
}

TEST(LimitOf, NothingIsJudgedWithoutFigures) {
  Evidence evidence;
  evidence.refused = 1;
  EXPECT_EQ(name_of(evidence), "");
  EXPECT_EQ(limit_of(evidence).sentence, "");
}

TEST(LimitOf, NothingThatLimitsIsNone) {
  EXPECT_EQ(name_of(quiet()), "none");
  EXPECT_THAT(limit_of(quiet()).sentence, HasSubstr("round trips"));
}

TEST(LimitOf, RefusalsAreAdmission) {
  Evidence evidence = quiet();
  evidence.refused = 0.0099;
  EXPECT_EQ(name_of(evidence), "none");
  evidence.refused = 0.01;
  EXPECT_EQ(name_of(evidence), "admission");
  EXPECT_THAT(limit_of(evidence).sentence, HasSubstr("1.0% of the requests"));
}

TEST(LimitOf, ALinkThatIsFullIsTheNetworkWhateverWaitsForIt) {
  Evidence evidence = quiet();
  evidence.slots_full = 1;
  evidence.link = 0.849;
  EXPECT_EQ(name_of(evidence), "workers");
  evidence.link = 0.85;
  EXPECT_EQ(name_of(evidence), "network");
  EXPECT_EQ(limit_of(evidence).sentence, "85% of the link's rate was used");
}

TEST(LimitOf, SegmentsThatALinkLostAreTheNetwork) {
  Evidence evidence = quiet();
  evidence.retransmitted = 0.01;
  EXPECT_EQ(name_of(evidence), "none");
  evidence.link = 0;
  EXPECT_EQ(name_of(evidence), "network");
}

TEST(LimitOf, AScheduleThatIsKeptIsPace) {
  Evidence evidence = quiet();
  evidence.schedule = contract::ScheduleReport{.asked_rate = 100, .achieved_rate = 99};
  evidence.late_p99_s = 0.001;
  EXPECT_EQ(name_of(evidence), "pace");
}

TEST(LimitOf, AScheduleIsNotKeptBelowNinetyNinePercent) {
  Evidence evidence = quiet();
  evidence.schedule = contract::ScheduleReport{.asked_rate = 100, .achieved_rate = 98.9};
  EXPECT_EQ(name_of(evidence), "none");
}

TEST(LimitOf, AScheduleIsNotKeptWhenRequestsAreLate) {
  Evidence evidence = quiet();
  evidence.schedule = contract::ScheduleReport{.asked_rate = 100, .achieved_rate = 100};
  evidence.late_p99_s = 0.0011;
  EXPECT_EQ(name_of(evidence), "none");
}

TEST(LimitOf, FullSlotsAtLittleDemandAreWorkers) {
  Evidence evidence = with_demands(0.49, 0);
  evidence.slots_full = 0.79;
  EXPECT_EQ(name_of(evidence), "none");
  evidence.slots_full = 0.8;
  EXPECT_EQ(name_of(evidence), "workers");
}

TEST(LimitOf, FullSlotsAtMuchDemandAreNotWorkers) {
  Evidence evidence = with_demands(0.5, 0);
  evidence.slots_full = 1;
  EXPECT_EQ(name_of(evidence), "none");
}

TEST(LimitOf, AThrottledServerIsServerCpu) {
  Evidence evidence = quiet();
  evidence.figures->server.throttled = 0.09;
  EXPECT_EQ(name_of(evidence), "none");
  evidence.figures->server.throttled = 0.1;
  EXPECT_EQ(name_of(evidence), "server_cpu");
}

TEST(LimitOf, AThrottledClientIsClientCpu) {
  Evidence evidence = quiet();
  evidence.figures->client.throttled = 0.1;
  EXPECT_EQ(name_of(evidence), "client_cpu");
}

TEST(LimitOf, OfTwoThrottledSidesTheLargerDemandCounts) {
  Evidence evidence = with_demands(0.3, 0.6);
  evidence.figures->server.throttled = evidence.figures->client.throttled = 0.5;
  EXPECT_EQ(name_of(evidence), "client_cpu");
}

TEST(LimitOf, ASideThatIsPinnedToBusyCpusIsConfined) {
  Evidence evidence = quiet();
  evidence.figures->client.allowed_busy = 0.9;
  evidence.figures->client.others_idle = 0.2;
  EXPECT_EQ(name_of(evidence), "client_cpu");
  evidence.figures->client.allowed_busy = 0.89;
  EXPECT_EQ(name_of(evidence), "none");
}

TEST(LimitOf, ASideIsNotConfinedWhenTheOtherCpusAreBusyToo) {
  Evidence evidence = quiet();
  evidence.figures->server.allowed_busy = 1;
  evidence.figures->server.others_idle = 0.19;
  EXPECT_EQ(name_of(evidence), "none");
  evidence.figures->server.others_idle.reset();
  EXPECT_EQ(name_of(evidence), "none");
}

TEST(LimitOf, ABusyHostIsHostCpu) {
  Evidence evidence = with_demands(1, 1);
  evidence.figures->busy = 0.9;
  EXPECT_EQ(name_of(evidence), "host_cpu");
  evidence.figures->busy = 0.89;
  EXPECT_EQ(name_of(evidence), "server_cpu");
}

TEST(LimitOf, ABusyHostNamesTheSharesAndABoundForTheServer) {
  Evidence evidence = quiet();
  evidence.figures->busy = 0.95;
  evidence.figures->server.cores = 1.2;
  evidence.figures->client.cores = 0.5;
  EXPECT_EQ(limit_of(evidence).sentence,
            "the host was 95% busy: server_pool 60%, client_pool 25%, kernel 0.0%, others 0.0%; a "
            "lower bound for the server");
}

TEST(LimitOf, ABusyThreadOfTheServerIsServerCpu) {
  EXPECT_EQ(name_of(with_demands(0.89, 0)), "none");
  EXPECT_EQ(name_of(with_demands(0.9, 0)), "server_cpu");
}

TEST(LimitOf, ABusyThreadOfTheClientIsClientCpu) {
  EXPECT_EQ(name_of(with_demands(0, 0.89)), "none");
  EXPECT_EQ(name_of(with_demands(0, 0.9)), "client_cpu");
}

TEST(LimitOf, OfTwoBusyThreadsTheLargerDemandCounts) {
  EXPECT_EQ(name_of(with_demands(0.92, 0.95)), "client_cpu");
  EXPECT_EQ(name_of(with_demands(0.95, 0.92)), "server_cpu");
}

TEST(LimitOf, TimeInTheStoreIsDisk) {
  Evidence evidence = quiet();
  evidence.in_store = 0.69;
  EXPECT_EQ(name_of(evidence), "none");
  evidence.in_store = 0.7;
  EXPECT_EQ(name_of(evidence), "disk");
}

TEST(LimitOf, IowaitIsDisk) {
  Evidence evidence = quiet();
  evidence.figures->iowait = 0.19;
  EXPECT_EQ(name_of(evidence), "none");
  evidence.figures->iowait = 0.2;
  EXPECT_EQ(name_of(evidence), "disk");
}

TEST(LimitOf, PressureOfDisksIsDisk) {
  Evidence evidence = quiet();
  evidence.figures->io_pressure = 0.29;
  EXPECT_EQ(name_of(evidence), "none");
  evidence.figures->io_pressure = 0.3;
  EXPECT_EQ(name_of(evidence), "disk");
}

TEST(LimitOf, DataUnderWayToARemoteTargetIsNetwork) {
  Evidence evidence = quiet();
  evidence.remote = true;
  evidence.sending = 0.79;
  EXPECT_EQ(name_of(evidence), "none");
  evidence.sending = 0.8;
  EXPECT_EQ(name_of(evidence), "network");
}

TEST(LimitOf, RetransmissionsToARemoteTargetAreNetwork) {
  Evidence evidence = quiet();
  evidence.remote = true;
  evidence.retransmitted = 0.009;
  EXPECT_EQ(name_of(evidence), "none");
  evidence.retransmitted = 0.01;
  EXPECT_EQ(name_of(evidence), "network");
}

TEST(LimitOf, NothingIsNetworkOnLoopback) {
  Evidence evidence = quiet();
  evidence.sending = 1;
  evidence.retransmitted = 1;
  EXPECT_EQ(name_of(evidence), "none");
}

// Everything at once: as each rule's cause is taken away, the next rule speaks.
TEST(LimitOf, TheFirstRuleThatMatchesSpeaks) {
  Evidence evidence = with_demands(0.45, 0.95);
  evidence.remote = true;
  evidence.refused = 1;
  evidence.schedule = contract::ScheduleReport{.asked_rate = 1, .achieved_rate = 1};
  evidence.slots_full = 1;
  evidence.figures->server.throttled = 1;
  evidence.figures->busy = 1;
  evidence.in_store = 1;
  evidence.sending = 1;
  EXPECT_EQ(name_of(evidence), "admission");
  evidence.refused = 0;
  EXPECT_EQ(name_of(evidence), "pace");
  evidence.schedule.reset();
  EXPECT_EQ(name_of(evidence), "workers");
  evidence.slots_full = 0;
  EXPECT_EQ(name_of(evidence), "server_cpu");
  evidence.figures->server.throttled = 0;
  EXPECT_EQ(name_of(evidence), "host_cpu");
  evidence.figures->busy = 0;
  EXPECT_EQ(name_of(evidence), "client_cpu");
  evidence.figures->client.demand = 0;
  EXPECT_EQ(name_of(evidence), "disk");
  evidence.in_store = 0;
  EXPECT_EQ(name_of(evidence), "network");
  evidence.sending.reset();
  EXPECT_EQ(name_of(evidence), "none");
}

TEST(LimitOf, SaysTheNameOfTheServer) {
  Evidence evidence = with_demands(0.95, 0.5);
  evidence.server = "nginx";
  EXPECT_EQ(limit_of(evidence).sentence,
            "a thread of nginx asked for 0.95 of a core, of client_pool for 0.50");
}

TEST(LimitOf, ABusyThreadOfAProxyIsProxyCpu) {
  Evidence evidence = with_demands(0.5, 0.92);
  evidence.figures->proxy = {.demand = 0.95};
  EXPECT_EQ(name_of(evidence), "proxy_cpu");
  EXPECT_EQ(limit_of(evidence).sentence,
            "a thread of haproxy asked for 0.95 of a core, of client_pool for 0.92, of server_pool "
            "for 0.50");
  evidence.figures->proxy.demand = 0.91;
  EXPECT_EQ(name_of(evidence), "client_cpu");
}

TEST(LimitOf, NamesTheShareOfAProxy) {
  Evidence evidence = with_demands(0.5, 0.25);
  evidence.figures->proxy = {.cores = 0.5, .demand = 0.3};
  EXPECT_THAT(limit_of(evidence).sentence,
              HasSubstr("demands of 0.50 (server_pool), 0.25 (client_pool) and 0.30 (haproxy)"));
  evidence.figures->busy = 0.95;
  EXPECT_THAT(limit_of(evidence).sentence, HasSubstr("haproxy 25%, kernel"));
}

TEST(LimitOf, SaysNothingOfAServerThatIsNotSampled) {
  Evidence evidence = with_demands(0, 0.95);
  evidence.figures->server.sampled = false;
  EXPECT_EQ(limit_of(evidence).sentence, "a thread of client_pool asked for 0.95 of a core");
  evidence.figures->client.demand = 0.5;
  EXPECT_EQ(limit_of(evidence).sentence,
            "round trips: a demand of 0.50 (client_pool) cores, the host 0.0% busy");
}

TEST(MostFrequent, IsTheLimitOfMostRunsAndOfAsFrequentOnesTheFirstByTheAlphabet) {
  EXPECT_EQ(most_frequent({"disk", "none", "disk"}), "disk");
  EXPECT_EQ(most_frequent({"none", "disk"}), "disk");
}

TEST(MostFrequent, LeavesOutWhatWasNotJudged) {
  EXPECT_EQ(most_frequent({"", "", "disk"}), "disk");
  EXPECT_EQ(most_frequent({""}), "");
  EXPECT_EQ(most_frequent({}), "");
}

}  // namespace
}  // namespace gauntlet::orchestrator::limits
