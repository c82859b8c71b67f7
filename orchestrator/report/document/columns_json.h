// A table as JSON: its columns, its rows, and what all rows have in common. Pure.
#pragma once

#include <nlohmann/json.hpp>

#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::document {

// columns: [{"name","unit","better","meaning","from"}], those in which some row has a value;
// rows: [[..]], the values in that order, null where there is none;
// constants: [{"name","value","meaning"}]: settings, and where it was measured, that are the same
// in all rows. They are no columns, but for the five that every table has.
struct TableJson {
  nlohmann::ordered_json columns = nlohmann::ordered_json::array();
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  nlohmann::ordered_json constants = nlohmann::ordered_json::array();
};
TableJson to_json(const table::Table& table);

}  // namespace gauntlet::orchestrator::report::document
