#include "orchestrator/dashboard/seconds.h"

#include <algorithm>
#include <utility>

namespace gauntlet::orchestrator::dashboard {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
// Clients tell of the last half second when it is over.
constexpr std::int64_t kPatience = 800'000'000;

}  // namespace

// add is told of each second of the span, and which part of the span it is. What belongs to a
// second that was taken is lost.
template <typename Add>
void Seconds::spread(const Span& span, Add add) {
  const std::int64_t from = std::min(span.from, span.to - 1);
  for (std::int64_t number = from / kSecond; number * kSecond < span.to; ++number) {
    if (next_ && number < *next_) continue;
    const std::int64_t begin = std::max(from, number * kSecond);
    const std::int64_t end = std::min(span.to, (number + 1) * kSecond);
    add(open_[number], static_cast<double>(end - begin) / static_cast<double>(span.to - from));
  }
}

void Seconds::add_clients(const Span& span, const ClientWork& work) {
  Sums* last = nullptr;
  spread(span, [&work, &last](Sums& sums, double part) {
    sums.active = std::max(sums.active.value_or(0), work.active);
    sums.requests += part * static_cast<double>(work.requests);
    sums.bytes += part * static_cast<double>(work.bytes);
    last = &sums;
  });
  if (last != nullptr) last->latency.merge(work.latency);
}

void Seconds::add_server_cpu(const Span& span, double cpu_s) {
  spread(span, [cpu_s](Sums& sums, double part) {
    sums.server_cpu = sums.server_cpu.value_or(0) + part * cpu_s;
  });
}

void Seconds::add_client_cpu(const Span& span, double cpu_s) {
  spread(span, [cpu_s](Sums& sums, double part) {
    sums.client_cpu = sums.client_cpu.value_or(0) + part * cpu_s;
  });
}

Second Seconds::finished(std::int64_t number, const Sums& sums) {
  return {.number = number,
          .active_clients = static_cast<double>(sums.active.value_or(0)),
          .requests_per_s = sums.requests,
          .bytes_per_s = sums.bytes,
          .p50_s = sums.latency.quantile_s(metrics::Quantile::kP50),
          .p99_s = sums.latency.quantile_s(metrics::Quantile::kP99),
          .server_cpu = sums.server_cpu,
          .client_cpu = sums.client_cpu};
}

std::vector<Second> Seconds::take(std::int64_t now_ns) {
  std::vector<Second> taken;
  if (!next_ && !open_.empty()) next_ = open_.begin()->first;
  for (; next_ && (*next_ + 1) * kSecond + kPatience <= now_ns; ++*next_) {
    const auto found = open_.find(*next_);
    taken.push_back(finished(*next_, found == open_.end() ? Sums{} : found->second));
    if (found != open_.end()) open_.erase(found);
  }
  return taken;
}

std::vector<Second> Seconds::take_all() {
  const std::int64_t last = open_.empty() ? 0 : open_.rbegin()->first;
  std::vector<Second> taken = take((last + 1) * kSecond + kPatience);
  *this = {};
  return taken;
}

}  // namespace gauntlet::orchestrator::dashboard
