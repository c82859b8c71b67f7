// Totals of a made run whose clients can be shared out at will.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "contract/totals.h"

namespace gauntlet::contract {

// One client of a made run: what it does follows from its seed alone.
class MadeClient {
 public:
  explicit MadeClient(std::uint64_t seed)
      : random_(seed), target_("127.0.0.1:" + std::to_string(7000 + up_to(4))) {}

  // Adds the whole of its life.
  void live(Totals& totals) {
    Totals own{.client_pool = 1, .connected = true};
    now_ = Duration(up_to(300'000'000));
    own.clients.last_active = now_;
    for (std::int64_t left = up_to(30); left > 0; --left) request(own);
    if (answered_ > 0) own.clients.means = Durations({sum_ / answered_});
    own.clients.done = Durations({now_});
    ++(own.errors.empty() ? own.clients.success : own.clients.fail);
    own.cpu_us = static_cast<std::uint64_t>(up_to(1'000));
    own.schedule = {.planned = 30, .begun = 29, .last_begun = now_, .end = Duration(up_to(9))};
    own.tcp.add({.rtt_us = 50, .segments = 6, .delivery_rate = 1ull << 63, .busy_us = 8});
    add_up(totals, own);
  }

 private:
  std::int64_t up_to(std::uint64_t most) {
    return static_cast<std::int64_t>(random_() % (most + 1));
  }

  void request(Totals& own) {
    const Duration latency(1'000 + up_to(up_to(9) == 0 ? 900'000'000 : 5'000'000));
    begun_.push_back({now_, now_ + latency, up_to(1'000'000), up_to(20) == 0});
    now_ += latency;
    sum_ += begun_.back().failed ? Duration::zero() : latency;
    answered_ += begun_.back().failed ? 0 : 1;
    if (!begun_.back().failed) return;
    const bool in_time = up_to(1) != 0;
    ++own.errors[in_time ? "status" : "timeout"];
    if (in_time) ++own.statuses[answered_ % 2 == 0 ? "404 Not Found" : "503"];
  }

  // What a run takes request by request, as client_pool's recorder does, so that the whole is not
  // itself made by merging.
  void add_up(Totals& totals, const Totals& own) {
    for (const Request& request : begun_) record(totals, request);
    for (const auto& [kind, count] : own.errors) totals.errors[kind] += count;
    for (const auto& [status, count] : own.statuses) totals.statuses[status] += count;
    totals.client_pool += own.client_pool;
    totals.connected = true;
    totals.cpu_us += own.cpu_us;
    totals.clients.merge(own.clients);
    totals.schedule.merge(own.schedule);
    totals.tcp.merge(own.tcp);
  }

  struct Request {
    Duration begin{};
    Duration end{};
    std::int64_t bytes = 0;
    bool failed = false;
  };

  void record(Totals& totals, const Request& request) {
    const Duration latency = request.end - request.begin;
    totals.times.late.record(latency / 100);
    if (request.failed) {
      ++totals.targets[target_].failed_requests;
      const FirstError error{request.begin, target_ + ": it failed"};
      if (!totals.first_error || error.at < totals.first_error->at) totals.first_error = error;
      return;
    }
    totals.times.latency.record(latency);
    totals.times.service.record(latency / 2);
    totals.times.ttfb.record(latency / 3);
    totals.times.connect.record(latency / 4);
    totals.timeline.add(request.begin, request.end,
                        {1, static_cast<double>(request.bytes), to_seconds(latency)});
    ++totals.targets[target_].requests;
    totals.targets[target_].bytes += static_cast<std::uint64_t>(request.bytes);
  }

  std::mt19937_64 random_;
  std::string target_;
  std::vector<Request> begun_{};
  Duration now_{};
  Duration sum_{};
  std::int64_t answered_ = 0;
};

// Of the clients from first to before last, of the run of that seed.
inline Totals made_totals(std::uint64_t seed, std::uint64_t first, std::uint64_t last) {
  Totals totals{.load = Load{.mode = "process", .operation = "get", .protocol = "http"},
                .counting_ns = 1'000'000'000,
                .ran = std::chrono::minutes(1)};
  totals.load->volume = 1;
  for (std::uint64_t client = first; client < last; ++client)
    MadeClient(seed * 1'000'003 + client).live(totals);
  totals.workers = last - first;
  totals.pid = 77;
  totals.verified = Verify::kLength;
  totals.warmup_requests = 3 * (last - first);
  totals.schedule.nano_rate = to_nano_rate(0.1) * (last - first);
  totals.uploads = {.deleted = 2 * (last - first), .left = last - first, .why = "it says 405"};
  totals.files = {.made = 3 * (last - first), .ran_out = true};
  totals.time_wait = 17;
  totals.peak_rss_bytes = 1'000'000;
  return totals;
}

}  // namespace gauntlet::contract
