#include "client_pool/capture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client_pool/interface.h"
#include "tests/temporary_folder.h"

namespace gauntlet::client_pool {
namespace {

using asio::ip::make_address;
using asio::ip::tcp;
using ::testing::HasSubstr;

TEST(CaptureFilter, IsOfTcpOnThePortsOnly) {
  EXPECT_EQ(capture_filter({7000}), "tcp and (port 7000)");
  EXPECT_EQ(capture_filter({9000, 7001, 7000, 7002, 7001}),
            "tcp and (portrange 7000-7002 or port 9000)");
}

TEST(InterfaceTo, AnAddressOfThisMachineIsLoopback) {
  EXPECT_EQ(interface_to(tcp::endpoint(make_address("127.0.0.1"), 80)), "lo");
  EXPECT_EQ(interface_to(tcp::endpoint(make_address("127.1.2.3"), 80)), "lo");
}

TEST(Capture, ThatCannotBeWrittenSaysWhy) {
  const TemporaryFolder folder;
  const tcp::endpoint end(make_address("127.0.0.1"), 80);
  Capture capture((folder.path() / "no" / "file").string(), {end});
  EXPECT_NE(capture.finish().problem, "");
}

#ifndef GAUNTLET_PCAP
TEST(Capture, SaysWhatIsMissingInABuildWithoutLibpcap) {
  const tcp::endpoint end(make_address("127.0.0.1"), 80);
  EXPECT_THAT(Capture("c.pcap", {end}).finish().problem, HasSubstr("libpcap is missing"));
}
#endif

}  // namespace
}  // namespace gauntlet::client_pool
