#include "base/host_ports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace gauntlet {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;

std::vector<std::uint16_t> ports_in(std::string_view text) { return parse_ports("--port", text); }

TEST(HostPorts, ReadsPortsRangesAndLists) {
  EXPECT_THAT(ports_in("7000"), ElementsAre(7000));
  EXPECT_THAT(ports_in("7000-7003"), ElementsAre(7000, 7001, 7002, 7003));
  EXPECT_THAT(ports_in("7000,7002"), ElementsAre(7000, 7002));
  EXPECT_THAT(ports_in("9,7000-7001,65535"), ElementsAre(9, 7000, 7001, 65535));
}

TEST(HostPorts, RefusesWhatIsNoPort) {
  for (const char* text :
       {"", "0", "65536", "-1", "x", "7000-", "-7000", "7000,,7001", "7000 ", "7k"})
    EXPECT_THROW(ports_in(text), Error) << text;
}

TEST(HostPorts, RefusesARangeThatRunsBackwards) {
  try {
    ports_in("7004-7000");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "--port: ports '7004-7000' run backwards; write 7000-7004");
  }
}

TEST(HostPorts, ReadsAHostAndItsPorts) {
  const HostPorts read = parse_host_ports("--target", "files.example:7000-7001");
  EXPECT_EQ(read.host, "files.example");
  EXPECT_THAT(read.ports, ElementsAre(7000, 7001));
}

TEST(HostPorts, ReadsAnIPv6AddressInBrackets) {
  const HostPorts read = parse_host_ports("--target", "[::1]:7000,7005");
  EXPECT_EQ(read.host, "[::1]");
  EXPECT_THAT(read.ports, ElementsAre(7000, 7005));
}

std::string problem_with(std::string_view text) {
  try {
    parse_host_ports("--target", text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::kBadInput) << text;
    return error.what();
  }
  return "no problem";
}

TEST(HostPorts, RefusesAHostWithoutAPort) {
  for (const char* text : {"host", ":80", "host:", "host:http", "[::1]:", "[::1"})
    EXPECT_THAT(problem_with(text), ::testing::StartsWith("--target")) << text;
}

TEST(HostPorts, ShowsHowToWriteAnIPv6AddressWithAPort) {
  EXPECT_THAT(problem_with("[::1]"), EndsWith("write it as [::1]:7000"));
  EXPECT_THAT(problem_with("2001:db8::80"), EndsWith("write it as [2001:db8::80]:7000"));
  EXPECT_THAT(problem_with("fe80::1234"), EndsWith("write it as [fe80::1234]:7000"));
  EXPECT_THAT(problem_with("::1:7000"), EndsWith("write it as [::1]:7000"));
  EXPECT_THAT(problem_with("http://h:7000"), EndsWith("127.0.0.1:7000, without http://"));
}

TEST(HostPorts, PutsAnIPv6AddressInBracketsOnce) {
  EXPECT_EQ(in_brackets("::1"), "[::1]");
  EXPECT_EQ(in_brackets("[::1]"), "[::1]");
  EXPECT_EQ(in_brackets("127.0.0.1"), "127.0.0.1");
}

TEST(HostPorts, LeavesOutTheZone) {
  EXPECT_EQ(without_zone("[fe80::1%eth0]"), "[fe80::1]");
  EXPECT_EQ(without_zone("[fe80::1]"), "[fe80::1]");
  EXPECT_EQ(without_zone("files"), "files");
}

}  // namespace
}  // namespace gauntlet
