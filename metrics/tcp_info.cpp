#include "metrics/tcp_info.h"

#include <linux/tcp.h>  // has more of tcp_info than glibc's netinet/tcp.h
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/unique_fd.h"

namespace gauntlet::metrics {

namespace {

// What stands in a field, where the kernel has returned as much.
template <typename Value, typename Field>
std::optional<Value> given(const tcp_info& info, const Field& field, std::size_t returned) {
  const auto* const begin = reinterpret_cast<const std::byte*>(&info);
  const auto* const end = reinterpret_cast<const std::byte*>(&field + 1);
  if (static_cast<std::size_t>(end - begin) > returned) return std::nullopt;
  return field;
}

std::uint64_t in_flight_segments(const tcp_info& info) {
  const std::uint64_t sent = std::uint64_t{info.tcpi_unacked} + info.tcpi_retrans;
  const std::uint64_t left = std::uint64_t{info.tcpi_sacked} + info.tcpi_lost;
  return sent - std::min(sent, left);
}

}  // namespace

std::optional<TcpInfo> read_tcp_info(int socket) {
  std::array<std::byte, sizeof(tcp_info)> returned{};
  socklen_t length = returned.size();
  if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, returned.data(), &length) != 0)
    return std::nullopt;
  return tcp_info_of({returned.data(), length});
}

TcpInfo tcp_info_of(std::span<const std::byte> returned) {
  constexpr std::uint32_t kNoThreshold = 0x7fffffff;  // the kernel's TCP_INFINITE_SSTHRESH
  tcp_info info{};
  const std::size_t length = std::min(returned.size(), sizeof info);
  std::memcpy(&info, returned.data(), length);
  const std::uint64_t mss = info.tcpi_snd_mss;
  // tcpi_advmss leaves timestamps out, where both ends have them. tcpi_snd_mss is less than that as
  // long as the other end's window is small.
  TcpInfo told{.rtt_us = info.tcpi_rtt,
               .rttvar_us = info.tcpi_rttvar,
               .mss = info.tcpi_advmss,
               .cwnd_bytes = info.tcpi_snd_cwnd * mss,
               .in_flight_bytes = in_flight_segments(info) * mss,
               .lost_segments = info.tcpi_lost,
               .retransmits = info.tcpi_total_retrans,
               .segments = given<std::uint32_t>(info, info.tcpi_data_segs_out, length),
               .sent_bytes = given<std::uint64_t>(info, info.tcpi_bytes_acked, length),
               .received_bytes = given<std::uint64_t>(info, info.tcpi_bytes_received, length),
               .delivery_rate = given<std::uint64_t>(info, info.tcpi_delivery_rate, length),
               .busy_us = given<std::uint64_t>(info, info.tcpi_busy_time, length),
               .rwnd_limited_us = given<std::uint64_t>(info, info.tcpi_rwnd_limited, length),
               .sndbuf_limited_us = given<std::uint64_t>(info, info.tcpi_sndbuf_limited, length)};
  if (info.tcpi_snd_ssthresh < kNoThreshold) told.ssthresh_bytes = info.tcpi_snd_ssthresh * mss;
  if (told.delivery_rate == 0) told.delivery_rate.reset();
  return told;
}

std::string loopback_congestion() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  auto* const where = reinterpret_cast<sockaddr*>(&address);
  socklen_t length = sizeof address;
  std::array<char, 16> name{};  // the kernel's TCP_CA_NAME_MAX
  socklen_t size = name.size();
  // The listener is closed first, which resets the connection: nothing stays in TIME_WAIT.
  const UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::bind(listener.get(), where, length) != 0 || ::listen(listener.get(), 1) != 0 ||
      ::getsockname(listener.get(), where, &length) != 0 ||
      ::connect(client.get(), where, length) != 0 ||
      ::getsockopt(client.get(), IPPROTO_TCP, TCP_CONGESTION, name.data(), &size) != 0)
    return {};
  return {name.data(), ::strnlen(name.data(), name.size())};
}

namespace {

// 0 is no value.
std::uint64_t lesser(std::uint64_t one, std::uint64_t other) {
  if (one == 0 || other == 0) return std::max(one, other);
  return std::min(one, other);
}

}  // namespace

void TcpTotals::sample(const TcpInfo& info) {
  if (info.rtt_us > 0) {
    ++rtt_samples;
    rtt_sum_us += info.rtt_us;
  }
  if (info.delivery_rate) {
    ++rate_samples;
    rate_sum_Bps += *info.delivery_rate;
  }
}

void TcpTotals::add(const TcpInfo& info) {
  ++connections;
  segments += info.segments.value_or(0);
  retransmits += info.retransmits;
  busy_us += info.busy_us.value_or(0);
  rwnd_limited_us += info.rwnd_limited_us.value_or(0);
  sndbuf_limited_us += info.sndbuf_limited_us.value_or(0);
  least_mss = lesser(least_mss, info.mss);
  sample(info);
}

void TcpTotals::merge(const TcpTotals& other) {
  connections += other.connections;
  segments += other.segments;
  retransmits += other.retransmits;
  busy_us += other.busy_us;
  rwnd_limited_us += other.rwnd_limited_us;
  sndbuf_limited_us += other.sndbuf_limited_us;
  rtt_samples += other.rtt_samples;
  rtt_sum_us += other.rtt_sum_us;
  rate_samples += other.rate_samples;
  rate_sum_Bps += other.rate_sum_Bps;
  least_mss = lesser(least_mss, other.least_mss);
}

}  // namespace gauntlet::metrics
