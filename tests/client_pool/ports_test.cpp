#include "client_pool/ports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gauntlet::client_pool {
namespace {

TEST(Ports, ReadsTheConnectionsInTimeWait) {
  EXPECT_EQ(parse_time_wait(
                "sockets: used 14\nTCP: inuse 1 orphan 0 tw 321 alloc 1 mem 0\nUDP: inuse 0\n"),
            321u);
}

TEST(Ports, KnowsNothingFromOtherText) {
  for (const char* text : {"", "TCP:", "TCP: inuse 1", "TCP: tw", "TCP: tw x", "UDP: tw 3"})
    EXPECT_EQ(parse_time_wait(text), std::nullopt) << text;
}

TEST(Ports, CountsTheRange) {
  EXPECT_EQ(parse_port_count("32768\t60999\n"), 28'232u);
  for (const char* text : {"", "1", "x y", "60999 32768"})
    EXPECT_EQ(parse_port_count(text), std::nullopt) << text;
}

TEST(Ports, WarnsWhenFourFifthsAreTaken) {
  EXPECT_EQ(port_warning(799, 1000, 1), "");
  EXPECT_THAT(port_warning(800, 1000, 1), ::testing::HasSubstr("--connection keepalive"));
}

TEST(Ports, AreThereForEachTarget) {
  EXPECT_EQ(port_warning(2399, 1000, 3), "");
  EXPECT_NE(port_warning(2400, 1000, 3), "");
}

TEST(Ports, AreWatchedOnlyWhereEachRequestTakesOne) {
  Plan plan;
  plan.targets = {{"127.0.0.1:1", {}}};
  PortWatch kept(plan);
  kept.look();
  EXPECT_EQ(kept.most(), std::nullopt);
  plan.options.connection = Reuse::kPerRequest;
  PortWatch watched(plan);
  watched.look();
  EXPECT_NE(watched.most(), std::nullopt);
}

}  // namespace
}  // namespace gauntlet::client_pool
