#include "client_pool/worker.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

namespace gauntlet::client_pool {
namespace {

constexpr Duration kSampling = std::chrono::milliseconds(100);  // of connections

}  // namespace

Share share_of(const Plan& plan, std::size_t index) {
  const std::size_t each = plan.options.client_pool / plan.workers;
  const std::size_t more = plan.options.client_pool % plan.workers;  // workers with one more
  return {index * each + std::min(index, more), each + (index < more ? 1 : 0)};
}

Worker::Worker(const Plan& plan, std::size_t index, LiveCounters& live) : work_(plan, live) {
  const Share share = share_of(plan, index);
  if (plan.options.rate > 0) work_.open_loop.emplace(plan.options, share);
  for (std::size_t i = 0; i < plan.places(); ++i) work_.totals.targets[plan.place(i).name];
  work_.clients.resize(share.count);
  clients_.reserve(share.count);
  for (std::size_t slot = 0; slot < share.count; ++slot)
    clients_.push_back(
        std::make_unique<Client>(work_, share.first + slot, slot, [this] { start_client(); }));
}

WorkerResult Worker::run(net::SteadyTime start, int stop, const Tell& tell) {
  work_.start = start;
  work_.counting = start + work_.plan.options.warmup;
  net::spawn(work_.io, watch(stop), net::rethrow);
  net::spawn(work_.io, tick(), net::rethrow);
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
  line.requests = work_.live.requests.load(std::memory_order_relaxed);
  line.failed_requests = work_.live.failed_requests.load(std::memory_order_relaxed);
  line.bytes = work_.live.bytes.load(std::memory_order_relaxed);
  return line;
}

// Some connections, in turn: the cost does not grow with their number.
void Worker::sample_tcp() {
  constexpr std::size_t kAtOnce = 16;
  for (std::size_t i = 0; i < std::min(kAtOnce, clients_.size()); ++i)
    clients_[sampled_++ % clients_.size()]->sample_tcp();
}

// Looks for late requests, often enough for the shortest timeouts to mean something. Starts more
// clients, too: hosts that do not answer must not hold back those that ask others.
net::Awaitable<void> Worker::tick() {
  const Duration period =
      std::clamp<Duration>(work_.plan.options.timeout / 10, std::chrono::milliseconds(1),
                           std::chrono::milliseconds(100));
  net::Timer timer(work_.io);
  net::SteadyTime sampled = work_.start;
  for (;;) {
    timer.expires_after(period);
    co_await timer.async_wait(net::use_awaitable);
    const auto now = std::chrono::steady_clock::now();
    work_.deadlines.expire(now);
    start_clients();
    if (now - sampled < kSampling) continue;
    sample_tcp();
    sampled = now;
  }
}

}  // namespace gauntlet::client_pool
