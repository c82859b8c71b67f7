#include "orchestrator/link/relay.h"

#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "orchestrator/link/delay_line.h"
#include "orchestrator/process/thread_without_signals.h"

namespace gauntlet::orchestrator::link {
namespace {

using Time = DelayLine::Time;

// A gigabit a second for half a second.
constexpr std::size_t kMostUnderWay = 64 * kMiB;

class Way {
 public:
  Way(int from, int to, Duration delay) : from_(from), to_(to), line_(delay, kMostUnderWay) {}

  // Takes what has set out, up to a bound, so that what is due does not wait for all of it.
  void take(Time now) {
    constexpr int kMost = 64;
    for (int i = 0; i < kMost; ++i) {
      const ssize_t size = ::read(from_, packet_.data(), packet_.size());
      if (size <= 0) return;
      line_.put({packet_.data(), static_cast<std::size_t>(size)}, now);
    }
  }

  // Hands on what is due. What the other end does not take is lost.
  void give(Time now) {
    for (auto due = line_.next(); due && *due <= now; due = line_.next()) {
      (void)!::write(to_, line_.front().data(), line_.front().size());
      line_.pop();
    }
  }

  std::optional<Time> next() const { return line_.next(); }

 private:
  int from_;
  int to_;
  DelayLine line_;
  std::array<std::byte, 65536> packet_{};
};

// Until a packet comes, or one is due. False: it is to end.
bool await(std::array<pollfd, 3>& waiting, const std::array<Way, 2>& ways) {
  std::optional<Time> due = ways[0].next();
  if (const auto other = ways[1].next(); other && (!due || *other < *due)) due = other;
  timespec left{};
  if (due) {
    const Duration rest = std::max(*due - std::chrono::steady_clock::now(), Duration::zero());
    left.tv_sec = rest / std::chrono::seconds(1);
    left.tv_nsec = (rest % std::chrono::seconds(1)).count();
  }
  ::ppoll(waiting.data(), waiting.size(), due ? &left : nullptr, nullptr);
  return waiting[2].revents == 0;
}

}  // namespace

Relay::Relay(UniqueFd one, UniqueFd other, Duration delay)
    : one_(std::move(one)), other_(std::move(other)) {
  thread_ = process::thread_without_signals([this, delay] { run(delay); });
}

Relay::~Relay() {
  end_.raise();
  thread_.join();
}

void Relay::run(Duration delay) const {
  ::prctl(PR_SET_TIMERSLACK, 1);  // ns: to wake up when a packet is due, not some time later
  std::array<Way, 2> ways{Way(one_.get(), other_.get(), delay),
                          Way(other_.get(), one_.get(), delay)};
  std::array<pollfd, 3> waiting{
      {{one_.get(), POLLIN, 0}, {other_.get(), POLLIN, 0}, {end_.fd(), POLLIN, 0}}};
  while (await(waiting, ways)) {
    const Time now = std::chrono::steady_clock::now();
    for (Way& way : ways) way.take(now);
    for (Way& way : ways) way.give(now);
  }
}

}  // namespace gauntlet::orchestrator::link
