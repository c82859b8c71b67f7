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
// The heads of packets of 1500 bytes take 4% of a link, more where files are small.
constexpr double kLinkFull = 0.85;

std::string percent(double part) { return fmt::format("{:.{}f}%", part * 100, part < 0.1 ? 1 : 0); }

using Verdict = std::optional<Limit>;

Verdict by_admission(const Evidence& evidence, const Figures&) {
  if (evidence.refused < kRefused) return std::nullopt;
  return Limit{kLimitAdmission,
               percent(evidence.refused) + " of the requests were refused or turned away"};
}

Verdict by_pace(const Evidence& evidence, const Figures&) {
  const auto& schedule = evidence.schedule;
  if (!schedule || !schedule->kept_rate() || evidence.late_p99_s.value_or(0) > kLateSeconds)
    return std::nullopt;
  return Limit{kLimitPace,
               fmt::format("{} of {} requests/s asked for", format_count(schedule->achieved_rate),
                           format_count(schedule->asked_rate))};
}

// What else is held up then, is so by the link.
Verdict by_link(const Evidence& evidence, const Figures&) {
  if (evidence.link.value_or(0) < kLinkFull) return std::nullopt;
  return Limit{kLimitNetwork, percent(*evidence.link) + " of the link's rate was used"};
}

Verdict by_workers(const Evidence& evidence, const Figures& figures) {
  if (evidence.slots_full < kSlotsFull || figures.server.demand >= kIdleDemand) return std::nullopt;
  return Limit{
      kLimitWorkers,
      fmt::format("all slots of a worker were taken and requests waited {} of the time, at a "
                  "demand of {:.2f} cores",
                  percent(evidence.slots_full), figures.server.demand)};
}

// One of the programs.
struct Side {
  std::string program;
  const char* limit;
  const ProgramFigures* figures;
};

// Those of which something is known, in the order in which they are named.
std::vector<Side> sides_of(const Evidence& evidence, const Figures& figures) {
  std::vector<Side> sides{{evidence.server, kLimitServerCpu, &figures.server},
                          {"client_pool", kLimitClientCpu, &figures.client},
                          {"haproxy", kLimitProxyCpu, &figures.proxy}};
  std::erase_if(sides, [](const Side& side) { return !side.figures->sampled; });
  return sides;
}

// The same, the largest demand first.
std::vector<Side> sides_by_demand(const Evidence& evidence, const Figures& figures) {
  std::vector<Side> sides = sides_of(evidence, figures);
  std::stable_sort(sides.begin(), sides.end(), [](const Side& a, const Side& b) {
    return a.figures->demand > b.figures->demand;
  });
  return sides;
}

// "demands of 0.50 (server_pool) and 0.25 (client_pool) cores".
std::string describe_demands(const Evidence& evidence, const Figures& figures) {
  const std::vector<Side> sides = sides_of(evidence, figures);
  std::string text = sides.size() == 1 ? "a demand of" : "demands of";
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const char* const between = i == 0 ? "" : i + 1 == sides.size() ? " and" : ",";
    text += fmt::format("{} {:.2f} ({})", between, sides[i].figures->demand, sides[i].program);
  }
  return text + " cores";
}

Verdict by_confinement(const Evidence& evidence, const Figures& figures) {
  for (const auto& [program, limit, figures_of_side] : sides_by_demand(evidence, figures)) {
    const ProgramFigures& side = *figures_of_side;
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
  std::string programs;
  for (const Side& side : sides_of(evidence, figures))
    programs += fmt::format("{} {}, ", side.program, percent(side.figures->cores / cpus));
  return Limit{kLimitHostCpu,
               fmt::format("the host was {} busy: {}kernel {}, others {}{}", percent(figures.busy),
                           programs, percent(figures.kernel), percent(figures.foreign),
                           evidence.remote ? "" : "; a lower bound for the server")};
}

Verdict by_demand(const Evidence& evidence, const Figures& figures) {
  const std::vector<Side> sides = sides_by_demand(evidence, figures);
  if (sides[0].figures->demand < kDemand) return std::nullopt;
  std::string text = fmt::format("a thread of {} asked for {:.2f} of a core", sides[0].program,
                                 sides[0].figures->demand);
  for (std::size_t i = 1; i < sides.size(); ++i)
    text += fmt::format(", of {} for {:.2f}", sides[i].program, sides[i].figures->demand);
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
  if (!evidence.remote && !evidence.link) return std::nullopt;
  if (evidence.retransmitted >= kRetransmitted)
    return Limit{kLimitNetwork,
                 percent(evidence.retransmitted) + " of the segments were sent again"};
  if (evidence.sending.value_or(0) >= kSending)
    return Limit{kLimitNetwork, fmt::format("the connections had data under way {} of the time",
                                            percent(*evidence.sending))};
  return std::nullopt;
}

constexpr std::array kRules{by_admission, by_pace,   by_link, by_workers, by_confinement,
                            by_host,      by_demand, by_disk, by_network};

}  // namespace

Limit limit_of(const Evidence& evidence) {
  if (!evidence.figures) return {};
  const Figures& figures = *evidence.figures;
  for (const auto rule : kRules)
    if (auto limit = rule(evidence, figures)) return *limit;
  return {kLimitNone, fmt::format("round trips: {}, the host {} busy",
                                  describe_demands(evidence, figures), percent(figures.busy))};
}

std::string meaning_of_limit(std::string_view name) {
  struct Meaning {
    const char* name;
    const char* text;
  };
  constexpr std::array<Meaning, 10> kMeanings{
      {{kLimitAdmission, "the server refused connections, or turned requests away"},
       {kLimitPace, "the clients sent what they were asked to, and the server kept up"},
       {kLimitWorkers, "all slots of a worker were taken while requests waited"},
       {kLimitServerCpu, "a thread of the server had no CPU time left"},
       {kLimitClientCpu, "a thread of the clients had no CPU time left, so the server may do more"},
       {kLimitProxyCpu, "HAProxy had no CPU time left, so the server may do more"},
       {kLimitHostCpu,
        "the CPUs of the host were busy: where server and clients share it, the server alone "
        "may do more"},
       {kLimitDisk, "the server waited for its disk"},
       {kLimitNetwork, "the network between clients and server was full, or lost segments"},
       {kLimitNone, "nothing was busy: the time went into round trips"}}};
  for (const Meaning& meaning : kMeanings)
    if (name == meaning.name) return meaning.text;
  return "";
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
