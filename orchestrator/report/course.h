// How a row's run went over its time, from its report (report/row_reports.h).
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "contract/timeline.h"
#include "orchestrator/table/row.h"

namespace gauntlet::orchestrator::report {

struct CourseEvent {
  double at_s = 0;     // since the clients began, or the end of their warm-up
  std::string what{};  // "kill mirror 1"
};

struct Course {
  contract::Timeline timeline{};
  Duration end{};
  std::optional<std::int64_t> counting_ns{};  // of the steady clock: when its time begins
  std::vector<CourseEvent> events{};          // that were done to the servers
  bool valid = true;                          // whether the row is
};

// Of the report of a row. Nothing when it says nothing of the kind.
std::optional<Course> course_of(const nlohmann::json& report, const table::Row& row);

// Windows that are wide enough to be told apart, and a multiple of the width of the timeline's
// bins. end: of the run.
Duration window_of(Duration bin_width, Duration end);

}  // namespace gauntlet::orchestrator::report
