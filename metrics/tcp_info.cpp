#include "metrics/tcp_info.h"

#include <linux/tcp.h>  // has more of tcp_info than glibc's netinet/tcp.h
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/unique_fd.h"

namespace gauntlet::metrics {

std::optional<TcpInfo> read_tcp_info(int socket) {
  tcp_info info{};  // older kernels fill less of it
  socklen_t length = sizeof info;
  if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return std::nullopt;
  // tcpi_advmss leaves timestamps out, where both ends have them. tcpi_snd_mss is less than that as
  // long as the other end's window is small.
  return TcpInfo{.rtt_us = info.tcpi_rtt,
                 .segments = info.tcpi_data_segs_out,
                 .retransmits = info.tcpi_total_retrans,
                 .delivery_rate = info.tcpi_delivery_rate,
                 .busy_us = info.tcpi_busy_time,
                 .rwnd_limited_us = info.tcpi_rwnd_limited,
                 .sndbuf_limited_us = info.tcpi_sndbuf_limited,
                 .mss = info.tcpi_advmss};
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
  if (info.delivery_rate > 0) {
    ++rate_samples;
    rate_sum_Bps += info.delivery_rate;
  }
}

void TcpTotals::add(const TcpInfo& info) {
  ++connections;
  segments += info.segments;
  retransmits += info.retransmits;
  busy_us += info.busy_us;
  rwnd_limited_us += info.rwnd_limited_us;
  sndbuf_limited_us += info.sndbuf_limited_us;
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
