#include "contract/live_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/json_text.h"

namespace gauntlet::contract {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::SizeIs;

LiveLine line_of(double time_s, std::uint64_t client, milliseconds latency) {
  LiveLine line{.time_s = time_s, .active = 2, .requests = 10, .failed_requests = 1, .bytes = 100};
  line.latency.record(latency);
  line.recent = {{.ended_s = time_s - 0.5,
                  .client = client,
                  .request = "GET /files/x",
                  .time_s = 0.001,
                  .ok = true,
                  .status = "200"}};
  line.most_active = 3;
  line.tcp = {.samples = 2, .cwnd_sum_bytes = 3000, .rtt_sum_us = 500, .retransmits = 1};
  return line;
}

TEST(LiveLine, ReadsWhatItWrites) {
  const LiveLine line = line_of(3, 7, milliseconds(5));
  const std::string text = json_text(to_json(line));
  EXPECT_TRUE(is_live_line(text));
  EXPECT_EQ(live_from_json(nlohmann::json::parse(text)), line);
}

TEST(LiveLine, OfABuildThatSaysNothingOfTcpIsRead) {
  nlohmann::json value = to_json(line_of(1, 1, milliseconds(1)));
  value.erase("tcp");
  EXPECT_EQ(live_from_json(value).tcp, LiveTcp{});
}

TEST(LiveLine, IsNotTakenForAReport) {
  EXPECT_FALSE(is_live_line(R"({"event":"report","live":1})"));
}

TEST(LiveLine, NamesTheKeyThatIsMissing) {
  nlohmann::json value = to_json(line_of(1, 1, milliseconds(1)));
  value.erase("active");
  try {
    live_from_json(value);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("'active'"));
  }
}

TEST(LiveLine, OfSeveralWorkersIsTheirSum) {
  LiveLine all = line_of(3, 1, milliseconds(5));
  all.merge(line_of(3.1, 2, milliseconds(7)));
  EXPECT_EQ(all.time_s, 3.1);
  EXPECT_EQ(all.active, 4u);
  EXPECT_EQ(all.most_active, 6u);
  EXPECT_EQ(all.requests, 20u);
  EXPECT_EQ(all.failed_requests, 2u);
  EXPECT_EQ(all.bytes, 200u);
  EXPECT_EQ(all.latency.count(), 2u);
  EXPECT_EQ(all.tcp.samples, 4u);
  EXPECT_EQ(all.tcp.rtt_mean_us(), 250);
  EXPECT_EQ(all.tcp.cwnd_mean_bytes(), 1500);
  EXPECT_EQ(all.tcp.retransmits, 2u);
  EXPECT_THAT(all.recent,
              ElementsAre(Field(&RecentRequest::client, 1), Field(&RecentRequest::client, 2)));
}

TEST(LiveLine, KeepsOnlyTheLastRequests) {
  LiveLine all;
  for (std::uint64_t client = 0; client < 2 * LiveLine::kMostRecent; ++client)
    all.merge(line_of(static_cast<double>(client), client, milliseconds(1)));
  EXPECT_THAT(all.recent, SizeIs(LiveLine::kMostRecent));
  EXPECT_EQ(all.recent.back().client, 2 * LiveLine::kMostRecent - 1);
}

TEST(LiveLine, ThatFollowsOneWhichWasNotToldOnKeepsItsRequests) {
  LiveLine last = line_of(1, 1, milliseconds(5));
  LiveLine next = line_of(2, 2, milliseconds(5));
  next.requests = 15;
  last.follow_with(next);
  EXPECT_EQ(last.requests, 15u);
  EXPECT_EQ(last.active, 2u);
  EXPECT_EQ(last.tcp.retransmits, 2u);
  EXPECT_EQ(last.latency.count(), 2u);
  EXPECT_THAT(last.recent,
              ElementsAre(Field(&RecentRequest::client, 1), Field(&RecentRequest::client, 2)));
}

}  // namespace
}  // namespace gauntlet::contract
