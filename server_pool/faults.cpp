#include "server_pool/faults.h"

#include <fmt/format.h>
#include <time.h>

#include <cstdint>
#include <optional>

#include "base/error.h"

namespace gauntlet::server_pool {
namespace {

constexpr std::string_view kNoStall = "none";

// Between two looks at the clock, which is a system call: some microseconds.
constexpr int kBurnRounds = 4096;

Duration thread_cpu() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

std::optional<Stall> read_stall(std::string_view text) {
  const std::size_t middle = text.find_first_of("/:");
  if (middle == std::string_view::npos) return std::nullopt;
  const auto length = parse_duration(text.substr(0, middle));
  const auto every = parse_duration(text.substr(middle + 1));
  if (!length || !every || *length <= Duration::zero() || *every <= *length) return std::nullopt;
  return Stall{.length = *length, .every = *every};
}

}  // namespace

Stall parse_stall(std::string_view text) {
  if (text == kNoStall) return {};
  const auto stall = read_stall(text);
  if (!stall)
    throw Error(
        fmt::format("--fault-stall '{}' is not LENGTH/EVERY, two durations of which the "
                    "first is the shorter; write it as 1s/5s (1s:5s in a scenario), or none",
                    text));
  return *stall;
}

std::string format_stall(const Stall& stall) {
  if (stall.length == Duration::zero()) return std::string(kNoStall);
  return fmt::format("{}/{}", exact_duration(stall.length), exact_duration(stall.every));
}

SteadyTime after_stall(SteadyTime time, const Stall& stall, SteadyTime start) {
  if (stall.length == Duration::zero()) return time;
  const Duration into_period = (time - start) % stall.every;
  return into_period < stall.every - stall.length ? time : time + (stall.every - into_period);
}

bool Faults::any() const {
  return options_.service_time > Duration::zero() || options_.stall.length > Duration::zero() ||
         options_.cpu > Duration::zero();
}

SteadyTime Faults::answer_at(SteadyTime granted) const {
  return after_stall(granted + options_.service_time, options_.stall, start_);
}

void Faults::burn_cpu() const {
  if (options_.cpu == Duration::zero()) return;
  static thread_local volatile std::uint64_t number = 1;
  const Duration enough = thread_cpu() + options_.cpu;
  while (thread_cpu() < enough)
    for (int round = 0; round < kBurnRounds; ++round) number = number * 3 + 1;
}

}  // namespace gauntlet::server_pool
