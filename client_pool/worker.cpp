#include "client_pool/worker.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

namespace gauntlet::client_pool {
Share share_of(const Plan& plan, std::size_t index) {
  const std::size_t each = plan.options.client_pool / plan.workers;
  const std::size_t more = plan.options.client_pool % plan.workers;  // workers with one more
  return {index * each + std::min(index, more), each + (index < more ? 1 : 0)};
}

Worker::Worker(const Plan& plan, std::size_t index, LiveCounters& live)
    : work_(plan, live), index_(index), share_(share_of(plan, index)) {
  if (plan.tcp_samples) tcp_samples_ = plan.tcp_samples->of_worker(index);
  if (plan.options.rate > 0) work_.open_loop.emplace(plan.options, share_);
  for (std::size_t i = 0; i < plan.places(); ++i) work_.totals.targets[plan.place(i).name];
  work_.clients.resize(share_.count);
  clients_.reserve(share_.count);
  for (std::size_t slot = 0; slot < share_.count; ++slot)
    clients_.push_back(
        std::make_unique<Client>(work_, share_.first + slot, slot, [this] { start_client(); }));
}

WorkerResult Worker::run(net::SteadyTime start, int stop, const Tell& tell) {
  work_.start = start;
  work_.counting = start + work_.plan.options.warmup;
  net::spawn(work_.io, watch(stop), net::rethrow);
  net::spawn(work_.io, tick(), net::rethrow);
  net::spawn(work_.io, sample_tcp(), net::rethrow);
  if (work_.live_interval) net::spawn(work_.io, tell_meanwhile(tell), net::rethrow);
  start_clients();
  work_.io.run();
  for (const auto& client : clients_) client->hang_up();  // who was interrupted
  if (work_.live_interval) tell(live_line(std::chrono::steady_clock::now()));
  note_schedule();
  WorkerResult result{.totals = std::move(work_.totals)};
  result.totals.clients = totals_of(work_.clients);
  for (const ClientTally& client : work_.clients) result.uploaded.push_back(uploaded_by(client));
  return result;
}

void Worker::note_schedule() {
  if (!work_.open_loop) return;
  contract::ScheduleTotals& schedule = work_.totals.schedule;
  schedule.planned = work_.open_loop->planned();
  if (const auto end = work_.open_loop->end()) schedule.end = *end - work_.plan.options.warmup;
}

void Worker::start_clients() {
  for (std::size_t i = 0; i < kConnecting; ++i) start_client();
}

// The next one, if any is left. Posted, since one client's connecting starts another.
void Worker::start_client() {
  if (started_ == clients_.size()) return;
  const std::size_t index = started_++;
  most_active_ = std::max(most_active_, started_ - done_);
  asio::post(work_.io, [this, index] { net::spawn(work_.io, run_client(index), net::rethrow); });
}

net::Awaitable<void> Worker::run_client(std::size_t index) {
  co_await clients_[index]->run();
  if (++done_ == clients_.size()) work_.io.stop();
}

net::Awaitable<void> Worker::watch(int stop) {
  net::Descriptor descriptor(work_.io, ::dup(stop));
  co_await descriptor.async_wait(net::Descriptor::wait_read, net::use_awaitable);
  work_.io.stop();
}

net::Awaitable<void> Worker::tell_meanwhile(const Tell& tell) {
  constexpr std::chrono::milliseconds kInterval{500};
  net::Timer timer(work_.io);
  for (net::SteadyTime due = work_.start;;) {
    due += kInterval;
    timer.expires_at(due);
    co_await timer.async_wait(net::use_awaitable);
    const contract::LiveLine line = live_line(std::chrono::steady_clock::now());
    tell(line);
  }
}

contract::LiveLine Worker::live_line(net::SteadyTime now) {
  contract::LiveLine line = work_.live_interval->take();
  line.time_s = to_seconds(now - work_.start);
  line.active = started_ - done_;
  line.most_active = std::exchange(most_active_, started_ - done_);
  line.requests = work_.live.requests.load(std::memory_order_relaxed);
  line.failed_requests = work_.live.failed_requests.load(std::memory_order_relaxed);
  line.bytes = work_.live.bytes.load(std::memory_order_relaxed);
  return line;
}

net::Awaitable<void> Worker::sample_tcp() {
  const Duration interval = work_.plan.options.tcp_interval;
  net::Timer timer(work_.io);
  for (;;) {
    const auto passed = std::chrono::steady_clock::now() - work_.start;
    const std::int64_t tick = metrics::next_tick(passed, interval);
    timer.expires_at(work_.start + interval * tick);
    co_await timer.async_wait(net::use_awaitable);
    sample_tcp(tick);
  }
}

// Of many clients some, always the same: the cost does not grow with their number.
void Worker::sample_tcp(std::int64_t tick) {
  const Duration now = std::chrono::steady_clock::now().time_since_epoch();
  const std::size_t stride = metrics::sampling_stride(work_.plan.options.client_pool);
  const std::size_t first = (stride - share_.first % stride) % stride;
  for (std::size_t slot = first; slot < clients_.size(); slot += stride) {
    const auto info = clients_[slot]->sample_tcp();
    if (!info || !tcp_samples_) continue;
    tcp_samples_->add({.time_ns = now.count(),
                       .tick = tick,
                       .worker = static_cast<std::uint32_t>(index_),
                       .client = share_.first + slot,
                       .client_port = clients_[slot]->local_port(),
                       .info = *info});
  }
}

// Looks for late requests, often enough for the shortest timeouts to mean something. Starts more
// clients, too: hosts that do not answer must not hold back those that ask others.
net::Awaitable<void> Worker::tick() {
  const Duration period =
      std::clamp<Duration>(work_.plan.options.timeout / 10, std::chrono::milliseconds(1),
                           std::chrono::milliseconds(100));
  net::Timer timer(work_.io);
  for (;;) {
    timer.expires_after(period);
    co_await timer.async_wait(net::use_awaitable);
    work_.deadlines.expire(std::chrono::steady_clock::now());
    start_clients();
  }
}

}  // namespace gauntlet::client_pool
