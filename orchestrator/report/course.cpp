#include "orchestrator/report/course.h"

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>

#include "contract/client_report.h"

namespace gauntlet::orchestrator::report {

std::optional<Course> course_of(const nlohmann::json& report, const table::Row& row) {
  try {
    const auto clients = contract::report_from_json(report.at("report"));
    if (!clients.totals) return std::nullopt;
    Course course{.timeline = clients.totals->timeline,
                  .end = clients.totals->ran,
                  .counting_ns = clients.totals->counting_ns,
                  .valid = row.valid != table::kInvalid};
    if (report.contains("events"))
      for (const auto& event : report.at("events"))
        course.events.push_back(
            {.at_s = event.at("at_s").get<double>(), .what = event.at("event").get<std::string>()});
    return course;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

Duration window_of(Duration bin_width, Duration end) {
  constexpr Duration kLeast = std::chrono::milliseconds(50);
  constexpr int kMost = 200;
  return (std::max(kLeast, end / kMost) + bin_width - Duration(1)) / bin_width * bin_width;
}

}  // namespace gauntlet::orchestrator::report
