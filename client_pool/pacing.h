// When a client's next request is due, and when there is none. Pure: the caller says what time it
// is. All times are since the start of the run.
#pragma once

#include <cstdint>
#include <optional>

#include "base/units.h"
#include "client_pool/options.h"
#include "client_pool/schedule.h"

namespace gauntlet::client_pool {

// How far a run goes: the one rule for both loops. First the warm-up; then for --duration, or
// else until --requests were made and --min-duration has passed.
class Extent {
 public:
  // clients: those that make the requests together.
  Extent(const ClientOptions& options, std::uint64_t clients);

  bool warming(Duration at) const { return at < warmup_; }
  // Whether one more request may begin at that time, after so many that count.
  bool another(std::uint64_t made, Duration at) const;
  // Whether it is time alone that ends the run, at that time.
  bool ends_by_time(Duration at) const;
  // When the last request may begin; nothing where their number decides.
  std::optional<Duration> end() const;

 private:
  std::uint64_t requests_;
  Duration warmup_;
  Duration min_duration_;
  Duration duration_;
};

// Closed loop of one client: the next request is due a think time after the last answer.
class ClosedLoop {
 public:
  explicit ClosedLoop(const ClientOptions& options)
      : extent_(options, 1), think_time_(options.think_time) {}

  // When the next request is due, after the last one ended at that time; nothing: no more.
  std::optional<Duration> next(Duration ended, bool failed);

 private:
  Duration pause(Duration ended, bool failed) const;

  Extent extent_;
  Duration think_time_;
  std::uint64_t made_ = 0;  // that count
  bool begun_ = false;
};

// Clients first .. first + count - 1 of all.
struct Share {
  std::size_t first = 0;
  std::size_t count = 0;
};

// Open loop: the part of the schedule that falls to the clients of one worker. Planned request n
// falls to the worker of client n modulo client_pool, and there to whichever client is free first:
// a client takes the next planned time as soon as it is free, and waits for it.
class OpenLoop {
 public:
  OpenLoop(const ClientOptions& options, Share share);

  // The next planned time; nothing when there are no more.
  std::optional<Duration> next();
  // When the schedule of all workers ended; nothing before next() has given nothing.
  std::optional<Duration> end() const { return end_; }
  // Planned requests of this worker so far that count.
  std::uint64_t planned() const { return planned_; }

 private:
  bool mine(std::uint64_t number) const;

  Extent extent_;
  Schedule schedule_;
  Share share_;
  std::uint64_t clients_;
  std::uint64_t given_ = 0;    // by the schedule, of all workers
  std::uint64_t counted_ = 0;  // of these: after the warm-up
  std::uint64_t planned_ = 0;
  std::optional<Duration> end_;
};

}  // namespace gauntlet::client_pool
