#include "orchestrator/capacity/point.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "orchestrator/limits/limit.h"
#include "orchestrator/limits/validity.h"
#include "orchestrator/run/observed.h"

namespace gauntlet::orchestrator::capacity {
namespace {

using Schedule = std::optional<contract::ScheduleReport>;

constexpr double kDemandCeiling = 0.9;

constexpr std::array<std::string_view, 7> kServerLimits{
    limits::kLimitAdmission, limits::kLimitWorkers, limits::kLimitServerCpu, limits::kLimitProxyCpu,
    limits::kLimitHostCpu,   limits::kLimitDisk,    limits::kLimitNetwork};

bool limited_by_server(const table::Row& row) {
  return std::find(kServerLimits.begin(), kServerLimits.end(), row.limited_by) !=
         kServerLimits.end();
}

bool fell_behind(const contract::ScheduleReport& schedule) {
  return schedule.missed && !schedule.kept_rate();
}

// Whether waiting for the clients was most of the response time in the tail.
bool waited_for_clients(const table::Row& row) {
  constexpr double kMost = 0.5;
  return row.late_p99_s && row.p99_s && *row.late_p99_s >= kMost * *row.p99_s;
}

// Why the clients are to blame; empty when they are not.
std::string fault_of_clients(const table::Row& row, const Schedule& schedule) {
  const double demand = row.client_demand.value_or(0);
  if (row.limited_by == limits::kLimitClientCpu ||
      (demand >= kDemandCeiling && demand >= row.server_demand.value_or(0)))
    return fmt::format(
        "a thread of client_pool asked for {:.2f} of a core: give the clients more "
        "CPUs or client_workers",
        demand);
  if (!schedule || !schedule->missed || limited_by_server(row)) return "";
  return fell_behind(*schedule) || waited_for_clients(row) ? schedule->why : "";
}

// Of a scenario that did not come to its end; its status is none of a scenario that did.
std::optional<PointAnswer> judge_trouble(const table::Row& row) {
  if (row.status == table::kStatusOk || row.status == run::kStatusFailed) return std::nullopt;
  const bool client = row.status == run::kStatusClientDied;
  return PointAnswer{client ? Outcome::kGenerator : Outcome::kMissed,
                     fmt::format("{}: {}", row.status, row.note)};
}

}  // namespace

const char* name_of(Outcome outcome) {
  constexpr std::array<const char*, 5> kNames{"met", "missed", "generator", "not shown",
                                              "disturbed"};
  return kNames.at(static_cast<std::size_t>(outcome));
}

std::string disturbance_of(const table::Row& row) {
  std::string text;
  for (const std::string& word : limits::split_words(row.doubt)) {
    if (word != limits::kDoubtForeignCpu && word != limits::kDoubtSteal) continue;
    if (!text.empty()) text += ", and ";
    text += word == limits::kDoubtSteal
                ? fmt::format("a hypervisor gave {:.0f}% of the host's CPU time to others",
                              100 * row.steal.value_or(0))
                : fmt::format("other programs used {:.0f}% of the host's CPU time",
                              100 * row.foreign_cpu.value_or(0));
  }
  return text;
}

PointAnswer judge_point(const Slo& slo, const table::Row& row, const Schedule& schedule) {
  if (const auto trouble = judge_trouble(row)) return *trouble;
  const SloAnswer answer = check_slo(slo, row);
  if (answer.met == Met::kNotShown) return {Outcome::kNotShown, answer.why, answer.requests_needed};
  if (answer.met == Met::kYes && !(schedule && fell_behind(*schedule))) return {};
  const std::string fault = fault_of_clients(row, schedule);
  if (!fault.empty()) return {Outcome::kGenerator, fault};
  return {Outcome::kMissed, answer.met == Met::kNo ? answer.why : schedule->why};
}

}  // namespace gauntlet::orchestrator::capacity
