#include "metrics/tcp_info.h"

#include <linux/tcp.h>  // has more of tcp_info than glibc's netinet/tcp.h
#include <netinet/in.h>
#include <sys/socket.h>

namespace gauntlet::metrics {

std::optional<TcpInfo> read_tcp_info(int socket) {
  tcp_info info{};  // older kernels fill less of it
  socklen_t length = sizeof info;
  if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return std::nullopt;
  return TcpInfo{.rtt_us = info.tcpi_rtt,
                 .segments = info.tcpi_data_segs_out,
                 .retransmits = info.tcpi_total_retrans,
                 .delivery_rate = info.tcpi_delivery_rate,
                 .busy_us = info.tcpi_busy_time,
                 .rwnd_limited_us = info.tcpi_rwnd_limited,
                 .sndbuf_limited_us = info.tcpi_sndbuf_limited};
}

void TcpTotals::sample(const TcpInfo& info) {
  if (info.rtt_us > 0) {
    ++rtt_samples;
    rtt_sum_us += info.rtt_us;
  }
  if (info.delivery_rate > 0) {
    ++rate_samples;
    rate_sum_Bps += static_cast<double>(info.delivery_rate);
  }
}

void TcpTotals::add(const TcpInfo& info) {
  ++connections;
  segments += info.segments;
  retransmits += info.retransmits;
  busy_us += info.busy_us;
  rwnd_limited_us += info.rwnd_limited_us;
  sndbuf_limited_us += info.sndbuf_limited_us;
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
}

}  // namespace gauntlet::metrics
