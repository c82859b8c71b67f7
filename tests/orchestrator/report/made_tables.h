// Tables that no sweep has measured, for tests.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report {

struct MadeAxes {
  std::vector<std::string> operations{"get", "list", "upload"};
  std::vector<std::string> modes{"thread", "process"};
  std::vector<double> volumes{10, 50, 100};
  std::vector<std::uint64_t> client_pools{1, 5, 50};
  std::vector<std::uint64_t> server_pools{1, 5, 50};
};

// Figures of the right order of magnitude that differ from row to row, always in the same way.
inline table::Row made_row(const std::string& operation, const std::string& mode, double volume,
                           std::uint64_t client_pool, std::uint64_t server_pool) {
  const auto clients = static_cast<double>(client_pool);
  const auto servers = static_cast<double>(server_pool);
  const double wobble =
      1 + 0.1 * std::sin(volume * 3 + clients * 7 + servers * 11 + (mode == "thread" ? 1 : 2));
  const double bytes = volume * 1024 * 1024;
  const double rate = 1.2e9 * wobble * std::min({2.0, clients, servers + 0.3}) /
                      (operation == "upload" ? 3 : 1) * (mode == "thread" ? 1 : 0.94);
  table::Row row;
  row.timestamp = "2026-01-31T12:00:00.000+00:00";
  row.mode = mode;
  row.server_pool = server_pool;
  row.operation = operation;
  row.volume = volume;
  row.client_pool = client_pool;
  row.requests = client_pool * 8;
  row.failed_requests = 0;
  row.success = client_pool;
  row.fail = 0;
  row.aggregate_Bps = operation == "list" ? 2e6 * wobble * std::min(2.0, clients) : rate;
  row.requests_per_s = operation == "list" ? 20000 * wobble * std::min(2.0, clients) : rate / bytes;
  row.avg_time_s = clients / *row.requests_per_s;
  row.throughput_Bps = bytes / *row.avg_time_s;
  row.max_s = *row.avg_time_s * (2 + wobble);
  if (client_pool >= 5) row.p50_s = *row.avg_time_s * 0.9;
  if (client_pool >= 50) row.p99_s = *row.max_s * 0.95;
  row.status = table::kStatusOk;
  return row;
}

inline table::Table made_table(const MadeAxes& axes = {}) {
  table::Table table;
  for (const std::string& mode : axes.modes)
    for (const std::string& operation : axes.operations)
      for (const double volume : axes.volumes)
        for (const std::uint64_t client_pool : axes.client_pools)
          for (const std::uint64_t server_pool : axes.server_pools)
            table.rows.push_back(made_row(operation, mode, volume, client_pool, server_pool));
  return table;
}

}  // namespace gauntlet::orchestrator::report
