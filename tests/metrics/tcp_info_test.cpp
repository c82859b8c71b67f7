#include "metrics/tcp_info.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstddef>
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

// A tcp_info of which the kernel returned so many bytes.
TcpInfo told_by(const tcp_info& info, std::size_t returned) {
  return tcp_info_of({reinterpret_cast<const std::byte*>(&info), returned});
}

TEST(TcpInfo, IsInBytesOfWholeSegments) {
  tcp_info info{};
  info.tcpi_snd_mss = 1000;
  info.tcpi_snd_cwnd = 10;
  info.tcpi_snd_ssthresh = 7;
  info.tcpi_unacked = 8;
  info.tcpi_sacked = 3;
  info.tcpi_lost = 2;
  info.tcpi_retrans = 1;
  const TcpInfo told = told_by(info, sizeof info);
  EXPECT_EQ(told.cwnd_bytes, 10'000u);
  EXPECT_EQ(told.ssthresh_bytes, 7'000u);
  EXPECT_EQ(told.in_flight_bytes, 4'000u);
  EXPECT_EQ(told.lost_segments, 2u);
}

TEST(TcpInfo, HasNoThresholdBeforeALossHasSetIt) {
  tcp_info info{};
  info.tcpi_snd_mss = 1000;
  info.tcpi_snd_ssthresh = 0x7fffffff;
  EXPECT_EQ(told_by(info, sizeof info).ssthresh_bytes, std::nullopt);
}

TEST(TcpInfo, LeavesOutWhatAnOlderKernelDoesNotReturn) {
  tcp_info info{};
  info.tcpi_total_retrans = 5;
  info.tcpi_bytes_acked = 6;
  info.tcpi_busy_time = 7;
  const TcpInfo told = told_by(info, offsetof(tcp_info, tcpi_busy_time));
  EXPECT_EQ(told.retransmits, 5u);
  EXPECT_EQ(told.sent_bytes, 6u);
  EXPECT_EQ(told.busy_us, std::nullopt);
  EXPECT_EQ(told.sndbuf_limited_us, std::nullopt);
}

TEST(TcpInfo, ReadsNoFurtherThanItKnowsWhatANewerKernelReturns) {
  std::array<std::byte, 1024> returned{};
  returned.fill(std::byte{1});
  EXPECT_EQ(tcp_info_of(returned), tcp_info_of(std::span(returned).first(sizeof(tcp_info))));
}

constexpr TcpInfo kInfo{.rtt_us = 50,
                        .mss = 1448,
                        .retransmits = 2,
                        .segments = 10,
                        .delivery_rate = 1000,
                        .busy_us = 7,
                        .rwnd_limited_us = 3,
                        .sndbuf_limited_us = 1};

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
