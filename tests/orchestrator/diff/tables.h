// Tables of which it is known what is in them.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <string>

#include "orchestrator/table/csv.h"
#include "tests/orchestrator/diff/simulation.h"

namespace gauntlet::orchestrator::diff {

struct TableOptions {
  std::size_t passes = 6;
  double cv = 0.01;
  std::uint64_t seed = 1;
  std::function<double(const table::Row&)> slowness = [](const table::Row&) { return 1.0; };
};

// 12 rows: get and list, threads and processes, 1, 5 and 50 clients.
inline table::Table drawn_table(const TableOptions& options = {}) {
  Chance chance(options.seed);
  table::Table table;
  for (std::size_t pass = 1; pass <= options.passes; ++pass)
    for (const char* operation : {"get", "list"})
      for (const char* mode : {"thread", "process"})
        for (const std::uint64_t clients : {1u, 5u, 50u}) {
          table::Row row;
          row.timestamp = "2026-01-31T12:0" + std::to_string(pass) + ":00.000+00:00";
          row.mode = mode;
          row.server_pool = 5;
          row.operation = operation;
          row.volume = 10;
          row.client_pool = clients;
          const double seconds = 0.01 * static_cast<double>(clients) * options.slowness(row) *
                                 std::exp(options.cv * chance.normal());
          row.avg_time_s = seconds;
          row.p50_s = 0.9 * seconds;
          row.p99_s = 2 * seconds;
          row.throughput_Bps = 10485760 / seconds;
          row.aggregate_Bps = 10485760 / seconds * static_cast<double>(clients);
          row.success = clients;
          row.fail = 0;
          row.status = table::kStatusOk;
          row.scenario = row.mode + "-s5-" + row.operation + "-10MB-c" + std::to_string(clients);
          row.pass = pass;
          row.limited_by = clients == 1 ? "client_cpu" : "server_cpu";
          row.machine = "m";
          row.target = "loopback";
          row.scenario_hash = "1234";
          row.schema_version = 1;
          table.rows.push_back(row);
        }
  return table;
}

// The row that the tests pick out.
inline bool chosen(const table::Row& row) {
  return row.operation == "get" && row.mode == "thread" && row.client_pool == 5;
}

inline table::Table slower_table(double factor, std::uint64_t seed = 2) {
  return drawn_table({.seed = seed, .slowness = [factor](const table::Row& row) {
                        return chosen(row) ? factor : 1.0;
                      }});
}

}  // namespace gauntlet::orchestrator::diff
