#include "contract/punctuality.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/units.h"

namespace gauntlet::contract {
namespace {

constexpr double kMostLateSeconds = 0.001;
constexpr double kMostLateOfGap = 0.1;

// The rate of sending, as a part of that of the schedule. Of the planned requests, since random
// gaps make more or fewer of them than asked.
double kept_part(const ScheduleTotals& schedule) {
  if (schedule.planned == 0 || schedule.end <= Duration::zero()) return 1;
  const double begun = static_cast<double>(schedule.begun) / static_cast<double>(schedule.planned);
  return begun * to_seconds(schedule.end) / to_seconds(std::max(schedule.end, schedule.last_begun));
}

std::string why_slow(double asked_rate, double achieved_rate, std::uint64_t clients) {
  return fmt::format(
      "the schedule was missed: {} requests/s were asked for, {} were sent; {} too few for a "
      "server "
      "this slow: raise client_pool, or lower the rate",
      format_count(asked_rate), format_count(achieved_rate),
      counted(clients, "client was", "clients were"));
}

std::string why_late(double late_s) {
  return fmt::format(
      "the schedule was missed: one request in a hundred was sent {} late or more; raise "
      "client_pool, lower the rate, or give the clients more CPU",
      format_seconds(late_s));
}

}  // namespace

ScheduleReport judge_schedule(const ScheduleTotals& schedule, std::uint64_t clients,
                              const metrics::Histogram& late) {
  const double asked = from_nano_rate(schedule.nano_rate);
  const double kept = kept_part(schedule);
  ScheduleReport report{.asked_rate = asked, .achieved_rate = asked * kept};
  const auto late_s = late.quantile_s(metrics::Quantile::kP99);
  if (kept < kLeastOfRate)
    report.why = why_slow(asked, report.achieved_rate, clients);
  else if (late_s && *late_s > std::max(kMostLateSeconds, kMostLateOfGap / asked))
    report.why = why_late(*late_s);
  report.missed = !report.why.empty();
  return report;
}

}  // namespace gauntlet::contract
