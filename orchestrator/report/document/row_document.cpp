#include "orchestrator/report/document/row_document.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "base/json_text.h"
#include "orchestrator/report/course.h"
#include "orchestrator/report/document/cells_json.h"
#include "orchestrator/report/percentiles.h"
#include "orchestrator/report/row_reports.h"
#include "orchestrator/table/row_json.h"

namespace gauntlet::orchestrator::report::document {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kStep = 0.05;  // between two shares, on the axis of percentile_place

Json distribution_json(const nlohmann::json& report) {
  const auto histogram = histogram_of(report);
  if (!histogram || histogram->count() == 0) return nullptr;
  return {{"requests", histogram->count()},
          {"points", points_json(percentiles_of(*histogram, kStep))}};
}

Json course_json(const nlohmann::json& report, const table::Row& row) {
  const std::optional<Course> course = course_of(report, row);
  if (!course) return nullptr;
  const Duration window = window_of(course->timeline.width(), course->end);
  const double seconds = to_seconds(window);
  Json points = Json::array();
  for (Duration begin{}; begin + window <= course->end; begin += window) {
    const contract::Amount done = course->timeline.between(begin, begin + window);
    const bool any = done.requests > 0;
    points.push_back({json_number(to_seconds(begin + window / 2)),
                      json_number(done.requests / seconds), json_number(done.bytes / seconds),
                      any ? json_number(done.latency_s / done.requests) : Json(nullptr)});
  }
  Json events = Json::array();
  for (const CourseEvent& event : course->events)
    events.push_back({{"at_s", event.at_s}, {"what", event.what}});
  return {{"points", std::move(points)}, {"events", std::move(events)}};
}

}  // namespace

Json row_document(const table::Row& row, const std::filesystem::path& table) {
  const auto report = read_report(row, table);
  return {{"row", table::to_json(row)},
          {"distribution", report ? distribution_json(*report) : Json(nullptr)},
          {"course", report ? course_json(*report, row) : Json(nullptr)},
          {"report", report ? Json(*report) : Json(nullptr)}};
}

}  // namespace gauntlet::orchestrator::report::document
