#include "metrics/tcp_info.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/unique_fd.h"

namespace gauntlet::metrics {
namespace {

// Two ends of a connection over loopback.
struct Pair {
  UniqueFd client;
  UniqueFd server;
};

Pair connect_over_loopback() {
  const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  ::bind(listener.get(), any, length);
  ::listen(listener.get(), 1);
  ::getsockname(listener.get(), any, &length);
  Pair pair{.client = UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), .server = {}};
  EXPECT_EQ(::connect(pair.client.get(), any, length), 0);
  pair.server.reset(::accept(listener.get(), nullptr, nullptr));
  return pair;
}

TEST(LoopbackCongestion, IsOneThatTheKernelHas) {
  std::ifstream file("/proc/sys/net/ipv4/tcp_available_congestion_control");
  const std::vector<std::string> available{std::istream_iterator<std::string>(file), {}};
  EXPECT_THAT(available, testing::Contains(loopback_congestion()));
}

TEST(TcpInfo, TellsOfWhatWasSent) {
  const Pair pair = connect_over_loopback();
  char bytes[100] = {};
  ASSERT_EQ(::send(pair.client.get(), bytes, sizeof bytes, MSG_NOSIGNAL), 100);
  ASSERT_EQ(::recv(pair.server.get(), bytes, sizeof bytes, MSG_WAITALL), 100);
  const auto info = read_tcp_info(pair.client.get());
  ASSERT_TRUE(info);
  EXPECT_GT(info->rtt_us, 0u);
  EXPECT_GE(info->segments, 1u);
  EXPECT_EQ(info->retransmits, 0u);
}

TEST(TcpInfo, IsNothingWhereThereIsNoConnection) {
  EXPECT_EQ(read_tcp_info(-1), std::nullopt);
  const UniqueFd udp(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  EXPECT_EQ(read_tcp_info(udp.get()), std::nullopt);
}

TEST(TcpInfo, HasTheMssOfThePathAtBothEnds) {
  const Pair pair = connect_over_loopback();
  const auto info = read_tcp_info(pair.client.get());
  ASSERT_TRUE(info);
  EXPECT_GT(info->mss, 500u);
  EXPECT_EQ(info->mss, read_tcp_info(pair.server.get())->mss);
}

constexpr TcpInfo kInfo{.rtt_us = 50,
                        .segments = 10,
                        .retransmits = 2,
                        .delivery_rate = 1000,
                        .busy_us = 7,
                        .rwnd_limited_us = 3,
                        .sndbuf_limited_us = 1,
                        .mss = 1448};

TEST(TcpTotals, TakeCountersAtTheEndOfAConnectionOnly) {
  TcpTotals totals;
  totals.sample(kInfo);
  EXPECT_EQ(totals.connections, 0u);
  EXPECT_EQ(totals.retransmits, 0u);
  EXPECT_EQ(totals.rtt_samples, 1u);
  totals.add(kInfo);
  EXPECT_EQ(totals.connections, 1u);
  EXPECT_EQ(totals.segments, 10u);
  EXPECT_EQ(totals.rtt_sum_us, 100u);
}

TEST(TcpTotals, LeaveOutWhatTheKernelHasNotMeasuredYet) {
  TcpTotals totals;
  totals.sample({});
  EXPECT_EQ(totals, TcpTotals{});
}

TEST(TcpTotals, KeepTheLeastMssOfThoseThatAreKnown) {
  TcpTotals totals;
  totals.add({.mss = 65483});
  totals.add({});
  EXPECT_EQ(totals.least_mss, 65483u);
  TcpTotals others;
  others.merge(totals);
  EXPECT_EQ(others.least_mss, 65483u);
  others.add(kInfo);
  totals.merge(others);
  EXPECT_EQ(totals.least_mss, 1448u);
}

TEST(TcpTotals, AddUpWhenMerged) {
  TcpTotals one;
  one.add(kInfo);
  TcpTotals both = one;
  both.merge(one);
  TcpTotals twice;
  twice.add(kInfo);
  twice.add(kInfo);
  EXPECT_EQ(both, twice);
}

}  // namespace
}  // namespace gauntlet::metrics
