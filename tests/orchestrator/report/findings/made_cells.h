// Rows whose figures say something, for tests of what is said.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/units.h"
#include "orchestrator/report/findings/finding.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::findings {

// A valid row of get with threads, one worker and files of 10 MiB. The scenario is made of what may
// differ.
struct MadeRow {
  double mib_per_s = 0;
  std::uint64_t clients = 1;
  std::uint64_t pass = 1;
  std::string mode = "thread";
  std::string operation = "get";
  double volume = 10;
};

inline table::Row valid_row(const MadeRow& made) {
  table::Row row;
  row.mode = made.mode;
  row.operation = made.operation;
  row.volume = made.volume;
  row.client_pool = made.clients;
  row.server_pool = 1;
  row.pass = made.pass;
  row.scenario = made.mode + "-" + made.operation + "-c" + std::to_string(made.clients);
  row.aggregate_Bps = made.mib_per_s * static_cast<double>(kMiB);
  row.status = table::kStatusOk;
  row.valid = table::kValid;
  return row;
}

inline table::Row invalid_row(const MadeRow& made, const std::string& doubt = "foreign_cpu") {
  table::Row row = valid_row(made);
  row.valid = table::kInvalid;
  row.doubt = doubt;
  return row;
}

inline table::Row failed_row(const MadeRow& made, const std::string& note) {
  table::Row row = valid_row(made);
  row.status = "failed";
  row.note = note;
  return row;
}

inline table::Table table_of(std::vector<table::Row> rows) {
  return {.settings = {}, .rows = std::move(rows), .warnings = {}};
}

inline std::vector<std::string> kinds_of(const Findings& findings) {
  std::vector<std::string> kinds;
  for (const Finding& finding : findings) kinds.push_back(finding.kind);
  return kinds;
}

}  // namespace gauntlet::orchestrator::report::findings
