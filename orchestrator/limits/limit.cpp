#include "orchestrator/limits/limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/units.h"

namespace gauntlet::orchestrator::limits {
namespace {

constexpr double kRefused = 0.01;
constexpr double kLateSeconds = 0.001;
constexpr double kSlotsFull = 0.8;
constexpr double kIdleDemand = 0.5;
constexpr double kThrottled = 0.1;
constexpr double kAllowedBusy = 0.9;
constexpr double kOthersIdle = 0.2;
constexpr double kHostBusy = 0.9;
constexpr double kDemand = 0.9;
constexpr double kInStore = 0.7;
constexpr double kIowait = 0.2;
constexpr double kIoPressure = 0.3;
constexpr double kSending = 0.8;
constexpr double kRetransmitted = 0.01;

std::string percent(double part) { return fmt::format("{:.{}f}%", part * 100, part < 0.1 ? 1 : 0); }

using Verdict = std::optional<Limit>;

Verdict by_admission(const Evidence& evidence, const Figures&) {
  if (evidence.refused < kRefused) return std::nullopt;
  return Limit{kLimitAdmission, percent(evidence.refused) + " of the requests were refused"};
}

Verdict by_pace(const Evidence& evidence, const Figures&) {
  const auto& schedule = evidence.schedule;
  if (!schedule || !schedule->kept_rate() || evidence.late_p99_s.value_or(0) > kLateSeconds)
    return std::nullopt;
  return Limit{kLimitPace, fmt::format("{:.4g} of {:.4g} requests/s asked for",
                                       schedule->achieved_rate, schedule->asked_rate)};
}

Verdict by_workers(const Evidence& evidence, const Figures& figures) {
  if (evidence.slots_full < kSlotsFull || figures.server.demand >= kIdleDemand) return std::nullopt;
  return Limit{
      kLimitWorkers,
      fmt::format("all slots of a worker were taken and requests waited {} of the time, at a "
                  "demand of {:.2f} cores",
                  percent(evidence.slots_full), figures.server.demand)};
}

// The two programs alike.
struct Side {
  const char* program;
  const char* limit;
  const ProgramFigures& figures;
};

// The larger demand first.
std::array<Side, 2> sides_of(const Figures& figures) {
  std::array<Side, 2> sides{{{"server_pool", kLimitServerCpu, figures.server},
                             {"client_pool", kLimitClientCpu, figures.client}}};
  if (figures.client.demand > figures.server.demand) return {{sides[1], sides[0]}};
  return sides;
}

Verdict by_confinement(const Evidence&, const Figures& figures) {
  for (const auto& [program, limit, side] : sides_of(figures)) {
    if (side.throttled >= kThrottled)
      return Limit{limit, fmt::format("its control group's limit held {} back {} of the time",
                                      program, percent(side.throttled))};
    if (side.allowed_busy >= kAllowedBusy && side.others_idle.value_or(0) >= kOthersIdle)
      return Limit{limit,
                   fmt::format("the CPUs that {} may use were {} busy, the others {} idle", program,
                               percent(side.allowed_busy), percent(*side.others_idle))};
  }
  return std::nullopt;
}

Verdict by_host(const Evidence& evidence, const Figures& figures) {
  if (figures.busy < kHostBusy) return std::nullopt;
  const double cpus = std::max(1.0, figures.cpus);
  return Limit{kLimitHostCpu,
               fmt::format("the host was {} busy: server_pool {}, client_pool {}, kernel {}, "
                           "others {}{}",
                           percent(figures.busy), percent(figures.server.cores / cpus),
                           percent(figures.client.cores / cpus), percent(figures.kernel),
                           percent(figures.foreign),
                           evidence.remote ? "" : "; a lower bound for the server")};
}

Verdict by_demand(const Evidence&, const Figures& figures) {
  const std::array<Side, 2> sides = sides_of(figures);
  if (sides[0].figures.demand < kDemand) return std::nullopt;
  return Limit{
      sides[0].limit,
      fmt::format("a thread of {} asked for {:.2f} of a core, of {} for {:.2f}", sides[0].program,
                  sides[0].figures.demand, sides[1].program, sides[1].figures.demand)};
}

Verdict by_disk(const Evidence& evidence, const Figures& figures) {
  if (evidence.in_store >= kInStore)
    return Limit{kLimitDisk, fmt::format("a worker spent {} of its serving in calls of the store",
                                         percent(evidence.in_store))};
  if (figures.iowait >= kIowait)
    return Limit{kLimitDisk, "the host's iowait was " + percent(figures.iowait)};
  if (figures.io_pressure.value_or(0) >= kIoPressure)
    return Limit{kLimitDisk, fmt::format("some thread waited for a disk {} of the time",
                                         percent(*figures.io_pressure))};
  return std::nullopt;
}

Verdict by_network(const Evidence& evidence, const Figures&) {
  if (!evidence.remote) return std::nullopt;
  if (evidence.retransmitted >= kRetransmitted)
    return Limit{kLimitNetwork,
                 percent(evidence.retransmitted) + " of the segments were sent again"};
  if (evidence.sending.value_or(0) >= kSending)
    return Limit{kLimitNetwork, fmt::format("the connections had data under way {} of the time",
                                            percent(*evidence.sending))};
  return std::nullopt;
}

constexpr std::array kRules{by_admission, by_pace,   by_workers, by_confinement,
                            by_host,      by_demand, by_disk,    by_network};

}  // namespace

Limit limit_of(const Evidence& evidence) {
  if (!evidence.figures) return {};
  const Figures& figures = *evidence.figures;
  for (const auto rule : kRules)
    if (auto limit = rule(evidence, figures)) return *limit;
  return {kLimitNone,
          fmt::format("round trips: demands of {:.2f} (server_pool) and {:.2f} "
                      "(client_pool) cores, the host {} busy",
                      figures.server.demand, figures.client.demand, percent(figures.busy))};
}

}  // namespace gauntlet::orchestrator::limits
