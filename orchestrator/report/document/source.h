// A table with what stands beside it: what a report is made of.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/sweep/plan.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::document {

struct Source {
  std::filesystem::path file{};  // of the table; beside it stand the reports of its rows
  table::Table table{};
  std::optional<sweep::Plan> plan{};  // nothing where the table stands alone
  // What environment.json, environment_2.json, ... hold: one for each time that rows were added.
  std::vector<nlohmann::ordered_json> environments{};
};

// What is missing or broken beside the table is left out. Throws Error (kBadInput) when the table
// cannot be read, or has no rows.
Source read_source(const std::filesystem::path& table);

// The name of its matrix, or else of its file, without the ending.
std::string title_of(const Source& source);

}  // namespace gauntlet::orchestrator::report::document
