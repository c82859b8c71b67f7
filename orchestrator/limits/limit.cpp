#include "orchestrator/limits/limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <vector>

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
  return Limit{kLimitPace,
               fmt::format("{} of {} requests/s asked for", format_count(schedule->achieved_rate),
                           format_count(schedule->asked_rate))};
}

Verdict by_workers(const Evidence& evidence, const Figures& figures) {
  if (evidence.slots_full < kSlotsFull || figures.server.demand >= kIdleDemand) return std::nullopt;
  return Limit{
      kLimitWorkers,
      fmt::format("all slots of a worker were taken and requests waited {} of the time, at a "
                  "demand of {:.2f} cores",
                  percent(evidence.slots_full), figures.server.demand)};
}

// One of the two programs.
struct Side {
  std::string program;
  const char* limit;
  const ProgramFigures& figures;
};

// The larger demand first; without the server where nothing is known of it.
std::vector<Side> sides_of(const Evidence& evidence, const Figures& figures) {
  const Side server{evidence.server, kLimitServerCpu, figures.server};
  const Side client{"client_pool", kLimitClientCpu, figures.client};
  if (!figures.server.sampled) return {client};
  if (figures.client.demand > figures.server.demand) return {client, server};
  return {server, client};
}

// "demands of 0.50 (server_pool) and 0.25 (client_pool) cores".
std::string describe_demands(const Evidence& evidence, const Figures& figures) {
  if (!figures.server.sampled)
    return fmt::format("a demand of {:.2f} (client_pool) cores", figures.client.demand);
  return fmt::format("demands of {:.2f} ({}) and {:.2f} (client_pool) cores", figures.server.demand,
                     evidence.server, figures.client.demand);
}

Verdict by_confinement(const Evidence& evidence, const Figures& figures) {
  for (const auto& [program, limit, side] : sides_of(evidence, figures)) {
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
  const std::string server =
      figures.server.sampled
          ? fmt::format("{} {}, ", evidence.server, percent(figures.server.cores / cpus))
          : "";
  return Limit{kLimitHostCpu,
               fmt::format("the host was {} busy: {}client_pool {}, kernel {}, others {}{}",
                           percent(figures.busy), server, percent(figures.client.cores / cpus),
                           percent(figures.kernel), percent(figures.foreign),
                           evidence.remote ? "" : "; a lower bound for the server")};
}

Verdict by_demand(const Evidence& evidence, const Figures& figures) {
  const std::vector<Side> sides = sides_of(evidence, figures);
  if (sides[0].figures.demand < kDemand) return std::nullopt;
  std::string text = fmt::format("a thread of {} asked for {:.2f} of a core", sides[0].program,
                                 sides[0].figures.demand);
  if (sides.size() > 1)
    text += fmt::format(", of {} for {:.2f}", sides[1].program, sides[1].figures.demand);
  return Limit{sides[0].limit, std::move(text)};
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
  return {kLimitNone, fmt::format("round trips: {}, the host {} busy",
                                  describe_demands(evidence, figures), percent(figures.busy))};
}

std::string most_frequent(const std::vector<std::string>& names) {
  std::map<std::string, std::size_t> counts;
  for (const std::string& name : names)
    if (!name.empty()) ++counts[name];
  const auto most =
      std::max_element(counts.begin(), counts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? "" : most->first;
}

}  // namespace gauntlet::orchestrator::limits
