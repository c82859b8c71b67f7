#include "server_pool/tcp_watch.h"

#include <algorithm>
#include <chrono>

#include "net/sockets.h"

namespace gauntlet::server_pool {

TcpWatch::TcpWatch(metrics::TcpSampleBlock block, std::size_t worker, std::size_t workers)
    : block_(block),
      worker_(worker),
      most_(std::max<std::size_t>(metrics::kMostSampledConnections / workers, 1)) {}

void TcpWatch::sample(std::int64_t tick) {
  if (!block_.wants(tick)) return;
  const std::chrono::nanoseconds now = std::chrono::steady_clock::now().time_since_epoch();
  std::size_t left = most_;
  for (auto socket = sockets_.begin(); socket != sockets_.end() && left > 0; ++socket, --left) {
    const auto info = metrics::read_tcp_info(*socket);
    if (!info) continue;
    block_.add({.time_ns = now.count(),
                .tick = tick,
                .worker = static_cast<std::uint32_t>(worker_),
                .client_port = net::remote_endpoint(*socket).port(),
                .info = *info});
  }
}

TcpWatch::Watched::Watched(TcpWatch* watch, int socket) : watch_(watch) {
  if (watch_ != nullptr) place_ = watch_->sockets_.insert(watch_->sockets_.end(), socket);
}

TcpWatch::Watched::~Watched() {
  if (watch_ != nullptr) watch_->sockets_.erase(place_);
}

}  // namespace gauntlet::server_pool
