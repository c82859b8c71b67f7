#include "client_pool/punctuality.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/units.h"

namespace gauntlet::client_pool {
namespace {

constexpr double kMostLateSeconds = 0.001;
constexpr double kMostLateOfGap = 0.1;

// The rate of sending, as a part of that of the schedule. Of the planned requests, since random
// gaps make more or fewer of them than asked.
double kept_part(const ScheduleTally& schedule) {
  if (schedule.planned == 0 || schedule.end_s <= 0) return 1;
  const double begun = static_cast<double>(schedule.begun) / static_cast<double>(schedule.planned);
  return begun * schedule.end_s / std::max(schedule.end_s, schedule.last_begun_s);
}

std::string why_slow(double asked_rate, double achieved_rate, std::uint64_t clients) {
  return fmt::format(
      "the schedule was missed: {:.4g} requests/s were asked for, {:.4g} were sent; {} clients "
      "were "
      "too few for a server this slow: raise client_pool, or lower the rate",
      asked_rate, achieved_rate, clients);
}

std::string why_late(double late_s) {
  return fmt::format(
      "the schedule was missed: one request in a hundred was sent {} late or more; raise "
      "client_pool, lower the rate, or give the clients more CPU",
      format_seconds(late_s));
}

}  // namespace

contract::ScheduleReport judge_schedule(const ClientOptions& options, const ScheduleTally& schedule,
                                        const metrics::Histogram& late) {
  contract::ScheduleReport report{.asked_rate = options.rate};
  const double kept = kept_part(schedule);
  report.achieved_rate = options.rate * kept;
  const auto late_s = late.quantile_s(metrics::Quantile::kP99);
  if (kept < metrics::kLeastOfRate)
    report.why = why_slow(options.rate, report.achieved_rate, options.client_pool);
  else if (late_s && *late_s > std::max(kMostLateSeconds, kMostLateOfGap / options.rate))
    report.why = why_late(*late_s);
  report.missed = !report.why.empty();
  return report;
}

}  // namespace gauntlet::client_pool
