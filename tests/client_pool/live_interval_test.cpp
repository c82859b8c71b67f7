#include "client_pool/live_interval.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::client_pool {
namespace {

using contract::RecentRequest;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

LiveInterval::Ended ended(std::uint64_t client, bool ok) {
  return {.client = client,
          .request = "GET /files/x",
          .time = milliseconds(2),
          .ok = ok,
          .status = ok ? "200" : "timeout"};
}

TEST(LiveInterval, TellsOfTheRequestsThatHaveEnded) {
  LiveInterval interval;
  interval.note(ended(3, true), seconds(7));
  EXPECT_THAT(interval.take().recent, ElementsAre(RecentRequest{.ended_s = 7,
                                                                .client = 3,
                                                                .request = "GET /files/x",
                                                                .time_s = 0.002,
                                                                .ok = true,
                                                                .status = "200"}));
}

TEST(LiveInterval, CountsOnlyTheTimesOfRequestsThatSucceeded) {
  LiveInterval interval;
  interval.note(ended(3, true), seconds(7));
  interval.note(ended(3, false), seconds(8));
  EXPECT_EQ(interval.take().latency.count(), 1u);
}

TEST(LiveInterval, KeepsTheLastRequestsInTheOrderOfTime) {
  LiveInterval interval;
  for (std::uint64_t client = 0; client < 25; ++client)
    interval.note(ended(client, true), seconds(client));
  std::vector<std::uint64_t> clients;
  for (const RecentRequest& request : interval.take().recent) clients.push_back(request.client);
  EXPECT_THAT(clients, ElementsAre(15, 16, 17, 18, 19, 20, 21, 22, 23, 24));
}

TEST(LiveInterval, TellsOfTheConnectionsThatWereSampled) {
  LiveInterval interval;
  interval.note({.rtt_us = 100, .cwnd_bytes = 1000}, 2);
  interval.note({.rtt_us = 300, .cwnd_bytes = 3000}, 0);
  interval.note_end_of_connection(5);
  const contract::LiveTcp tcp = interval.take().tcp;
  EXPECT_EQ(tcp.rtt_mean_us(), 200);
  EXPECT_EQ(tcp.cwnd_mean_bytes(), 2000);
  EXPECT_EQ(tcp.retransmits, 7u);
}

TEST(LiveInterval, HasNoMeansWhereNothingWasSampled) {
  EXPECT_EQ(LiveInterval().take().tcp.rtt_mean_us(), std::nullopt);
}

TEST(LiveInterval, BeginsAnewWhenItWasTold) {
  LiveInterval interval;
  interval.note(ended(3, true), seconds(7));
  interval.note({.rtt_us = 100}, 1);
  interval.take();
  const contract::LiveLine next = interval.take();
  EXPECT_THAT(next.recent, IsEmpty());
  EXPECT_EQ(next.latency.count(), 0u);
  EXPECT_EQ(next.tcp, contract::LiveTcp{});
}

}  // namespace
}  // namespace gauntlet::client_pool
