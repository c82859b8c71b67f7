#include "client_pool/targets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace gauntlet::client_pool {
namespace {

using ::testing::ElementsAre;

TEST(Targets, ReadsPortsRangesAndLists) {
  EXPECT_THAT(parse_ports("7000"), ElementsAre(7000));
  EXPECT_THAT(parse_ports("7000-7003"), ElementsAre(7000, 7001, 7002, 7003));
  EXPECT_THAT(parse_ports("7000,7002"), ElementsAre(7000, 7002));
  EXPECT_THAT(parse_ports("9,7000-7001,65535"), ElementsAre(9, 7000, 7001, 65535));
}

TEST(Targets, RefusesWhatIsNoPort) {
  for (const char* text :
       {"", "0", "65536", "-1", "x", "7000-", "-7000", "7000,,7001", "7000 ", "7k"})
    EXPECT_THROW(parse_ports(text), Error) << text;
}

TEST(Targets, RefusesARangeThatRunsBackwards) {
  try {
    parse_ports("7004-7000");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "ports '7004-7000' run backwards; write 7000-7004");
  }
}

TEST(Targets, ComeFromHostAndPorts) {
  ClientOptions options;
  options.port = "7000-7001";
  const auto targets = resolve_targets(options);
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[1].name, "127.0.0.1:7001");
  EXPECT_EQ(targets[1].endpoint.port(), 7001);
}

TEST(Targets, MayBeGivenOneByOne) {
  ClientOptions options;
  options.targets = {"127.0.0.2:80", "[::1]:81"};
  const auto targets = resolve_targets(options);
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[0].name, "127.0.0.2:80");
  EXPECT_EQ(targets[1].name, "[::1]:81");
  EXPECT_TRUE(targets[1].endpoint.address().is_v6());
}

TEST(Targets, RefuseATargetWithoutAPort) {
  for (const char* text : {"host", ":80", "host:", "host:http"}) {
    ClientOptions options;
    options.targets = {text};
    EXPECT_THROW(resolve_targets(options), Error) << text;
  }
}

}  // namespace
}  // namespace gauntlet::client_pool
