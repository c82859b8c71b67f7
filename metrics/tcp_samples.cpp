#include "metrics/tcp_samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <tuple>

#include "base/shared_memory.h"

namespace gauntlet::metrics {
namespace {

constexpr std::size_t kLeastOfWorker = 64;

template <typename Value>
void append(std::string& text, const std::optional<Value>& value) {
  text += ',';
  if (value) fmt::format_to(std::back_inserter(text), "{}", *value);
}

void append_line(std::string& text, const TcpSample& sample, std::int64_t zero_ns) {
  const TcpInfo& info = sample.info;
  const bool timed = info.rtt_us > 0;
  fmt::format_to(std::back_inserter(text), "{:.6f},{},{}",
                 static_cast<double>(sample.time_ns - zero_ns) / 1e9, sample.time_ns,
                 sample.worker);
  append(text, sample.client);
  fmt::format_to(std::back_inserter(text), ",{},{}", sample.client_port, info.cwnd_bytes);
  append(text, info.ssthresh_bytes);
  fmt::format_to(std::back_inserter(text), ",{}", info.in_flight_bytes);
  append(text, timed ? std::optional(info.rtt_us) : std::nullopt);
  append(text, timed ? std::optional(info.rttvar_us) : std::nullopt);
  fmt::format_to(std::back_inserter(text), ",{},{}", info.retransmits, info.lost_segments);
  for (const auto& figure : {info.sent_bytes, info.received_bytes, info.delivery_rate, info.busy_us,
                             info.rwnd_limited_us, info.sndbuf_limited_us})
    append(text, figure);
  text += '\n';
}

}  // namespace

void TcpSampleBlock::add(const TcpSample& sample) {
  while (wants(sample.tick) && head_->count == room_.size()) {
    const bool all_of_one = room_.front().tick == room_.back().tick;
    if (all_of_one && room_.back().tick == sample.tick) return;
    thin_out();
  }
  if (!wants(sample.tick)) return;
  room_[head_->count] = sample;
  ++head_->count;
}

void TcpSampleBlock::thin_out() {
  head_->step = 2 * step();
  const auto end = room_.begin() + static_cast<std::ptrdiff_t>(head_->count);
  const auto kept =
      std::remove_if(room_.begin(), end, [this](const auto& each) { return !wants(each.tick); });
  head_->count = static_cast<std::size_t>(kept - room_.begin());
}

TcpSamples::TcpSamples(std::size_t workers, std::size_t most) {
  const std::size_t each = std::max(most / workers, kLeastOfWorker);
  const std::size_t heads = workers * sizeof(TcpSampleBlock::Head);
  memory_ = shared_memory(heads + workers * each * sizeof(TcpSample));
  auto* const head = static_cast<TcpSampleBlock::Head*>(memory_.get());
  auto* const room = reinterpret_cast<TcpSample*>(static_cast<std::byte*>(memory_.get()) + heads);
  static_assert(sizeof(TcpSampleBlock::Head) % alignof(TcpSample) == 0);
  for (std::size_t i = 0; i < workers; ++i)
    blocks_.emplace_back(head[i], std::span(room + i * each, each));
}

std::vector<TcpSample> TcpSamples::merged() const {
  std::int64_t step = 1;  // each is a power of two
  for (const TcpSampleBlock& block : blocks_) step = std::max(step, block.step());
  std::vector<TcpSample> all;
  for (const TcpSampleBlock& block : blocks_)
    std::copy_if(block.samples().begin(), block.samples().end(), std::back_inserter(all),
                 [step](const TcpSample& sample) { return sample.tick % step == 0; });
  std::stable_sort(all.begin(), all.end(), [](const TcpSample& a, const TcpSample& b) {
    return std::tie(a.time_ns, a.worker) < std::tie(b.time_ns, b.worker);
  });
  return all;
}

std::string to_csv(const std::vector<TcpSample>& samples, std::int64_t zero_ns) {
  std::string text = kTcpSampleColumns;
  text += '\n';
  for (const TcpSample& sample : samples) append_line(text, sample, zero_ns);
  return text;
}

}  // namespace gauntlet::metrics
