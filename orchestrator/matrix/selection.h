// What the command line says about the scenarios of a matrix: --only and --set.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orchestrator/matrix/matrix.h"
#include "orchestrator/matrix/relation.h"
#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator::matrix {

// Holds for a scenario whose setting has one of the values, or none of them, or lies beyond the one
// that there is; without a setting, for scenarios of these names.
struct Filter {
  std::string text{};  // as it was written
  std::optional<std::size_t> setting{};
  Relation relation = Relation::kEqual;
  std::vector<std::string> values{};
};

// What --set changes, in the order in which it is said; several values make an axis.
struct Changes {
  std::vector<Axis> settings{};
  Repeats repeats{};
};

// "mode=thread,volume=10|50", "client_pool>=5", "store!=disk", "thread-s5-get-10MB-c50": what
// scenarios, of which there are these, are selected by. Throws Error (kBadInput) that names option
// and key: also where a filter by itself leaves none of them, with the values that there are.
std::vector<Filter> parse_only(const std::vector<std::string>& texts,
                               const std::vector<Scenario>& scenarios);

// "requests=3|5,passes=2"; repeats are those that hold where --set says nothing. Throws Error
// (kBadInput) that names option and key.
Changes parse_set(const std::vector<std::string>& texts, const Repeats& repeats);

// "slots=4,congestion=bbr" of an option that changes settings of scenarios and nothing else. Throws
// Error (kBadInput) that names option and key.
std::vector<Assignment> parse_settings(const std::string& option,
                                       const std::vector<std::string>& texts);

// Where each filter leaves some scenarios, and all of them together none.
inline constexpr const char* kNothingLeft =
    "--only: nothing is left of which all of it holds; leave a part out";

// Whether all filters hold.
bool matches(const Scenario& scenario, const std::vector<Filter>& filters);

}  // namespace gauntlet::orchestrator::matrix
