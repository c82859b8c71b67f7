#include "server_pool/client_reports.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>

#include "base/shared_memory.h"
#include "base/utf8.h"

namespace gauntlet::server_pool {
namespace {

constexpr std::size_t kMostSlots = 256;  // of a worker
constexpr std::size_t kAllSlots = 4096;  // of all workers together
constexpr std::size_t kLeastSlots = 4;   // of a worker, however many there are
constexpr int kTries = 100;              // to read what is being written

// A report as it lies in a slot.
struct Record {
  std::int64_t time_ns = 0;  // since 1970; 0: there is none
  std::uint64_t client = 0;
  std::uint64_t ticks = 0;
  double seconds = 0;
  std::int32_t pid = 0;
  std::uint16_t host_size = 0;
  std::uint16_t name_size = 0;
  std::array<char, contract::kMostHostBytes> host{};
  std::array<char, contract::kMostNameBytes> name{};

  std::string_view host_text() const { return {host.data(), host_size}; }
  std::string_view name_text() const { return {name.data(), name_size}; }
};
constexpr std::size_t kWords = sizeof(Record) / sizeof(std::uint64_t);
using Words = std::array<std::uint64_t, kWords>;

template <std::size_t kSize>
std::uint16_t copy(std::string_view text, std::array<char, kSize>& to) {
  const std::string_view part = shortened_to(text, kSize);
  std::copy(part.begin(), part.end(), to.begin());
  return static_cast<std::uint16_t>(part.size());
}

Record record_of(const contract::TopReport& report, std::chrono::system_clock::time_point time) {
  Record record{.time_ns = std::chrono::nanoseconds(time.time_since_epoch()).count(),
                .client = report.client,
                .ticks = report.ticks,
                .seconds = report.seconds,
                .pid = report.pid};
  record.host_size = copy(report.host, record.host);
  record.name_size = copy(report.name, record.name);
  return record;
}

KnownReport known(const Record& record, std::size_t worker) {
  const std::chrono::nanoseconds since(record.time_ns);
  return {.report = {.host = std::string(record.host_text()),
                     .client = record.client,
                     .pid = record.pid,
                     .name = std::string(record.name_text()),
                     .ticks = record.ticks,
                     .seconds = record.seconds},
          .worker = worker,
          .time = std::chrono::system_clock::time_point(
              std::chrono::duration_cast<std::chrono::system_clock::duration>(since))};
}

}  // namespace

// The sequence is odd while the words are written. Each word is published behind the odd sequence,
// and read before the sequence is looked at again: who reads a new word sees that it changed. A
// writer that died then left it odd, and the report is no more; the next writer of the slot goes on
// from there.
struct ClientReports::Slot {
  std::atomic<std::uint64_t> sequence{0};
  std::array<std::atomic<std::uint64_t>, kWords> words{};

  void write(const Record& record) {
    const auto content = std::bit_cast<Words>(record);
    const std::uint64_t odd = sequence.load(std::memory_order_relaxed) | 1U;
    sequence.store(odd, std::memory_order_relaxed);
    for (std::size_t i = 0; i < kWords; ++i) words[i].store(content[i], std::memory_order_release);
    sequence.store(odd + 1, std::memory_order_release);
  }

  // Nothing, where it stays half written.
  std::optional<Record> read() const {
    for (int i = 0; i < kTries; ++i) {
      const std::uint64_t before = sequence.load(std::memory_order_acquire);
      Words content{};
      for (std::size_t word = 0; word < kWords; ++word)
        content[word] = words[word].load(std::memory_order_acquire);
      if (before % 2 == 1 || sequence.load(std::memory_order_relaxed) != before) continue;
      return std::bit_cast<Record>(content);
    }
    return std::nullopt;
  }
};

std::size_t ClientReports::slots_of_each(std::size_t workers) {
  return std::clamp(kAllSlots / workers, kLeastSlots, kMostSlots);
}

ClientReports::ClientReports(std::size_t workers)
    : workers_(workers),
      each_(slots_of_each(workers)),
      memory_(shared_memory(workers_ * each_ * sizeof(Slot))),
      slots_(static_cast<Slot*>(memory_.get())) {
  std::uninitialized_value_construct_n(slots_, workers_ * each_);
}

std::span<ClientReports::Slot> ClientReports::of(std::size_t worker) const {
  return {slots_ + worker * each_, each_};
}

void ClientReports::put(std::size_t worker, const contract::TopReport& report,
                        std::chrono::system_clock::time_point time) {
  const Record record = record_of(report, time);
  Slot* chosen = nullptr;
  std::int64_t oldest = 0;
  for (Slot& slot : of(worker)) {
    const Record there = slot.read().value_or(Record{});
    const bool is_same = there.time_ns != 0 && there.client == record.client &&
                         there.host_text() == record.host_text();
    if (is_same || chosen == nullptr || there.time_ns < oldest) {
      chosen = &slot;
      oldest = there.time_ns;
    }
    if (is_same) break;
  }
  chosen->write(record);
}

std::vector<KnownReport> ClientReports::all() const {
  std::vector<KnownReport> reports;
  for (std::size_t worker = 0; worker < workers_; ++worker)
    for (const Slot& slot : of(worker))
      if (const auto record = slot.read(); record && record->time_ns != 0)
        reports.push_back(known(*record, worker));
  const auto client_of = [](const KnownReport& each) {
    return std::tie(each.report.host, each.report.client);
  };
  std::sort(reports.begin(), reports.end(), [&](const KnownReport& one, const KnownReport& other) {
    if (client_of(one) != client_of(other)) return client_of(one) < client_of(other);
    return one.time > other.time;
  });
  const auto is_older = [&](const KnownReport& newer, const KnownReport& other) {
    return client_of(newer) == client_of(other);
  };
  reports.erase(std::unique(reports.begin(), reports.end(), is_older), reports.end());
  return reports;
}

}  // namespace gauntlet::server_pool
