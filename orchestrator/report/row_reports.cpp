#include "orchestrator/report/row_reports.h"

#include <exception>
#include <nlohmann/json.hpp>

#include "base/input_file.h"
#include "base/units.h"
#include "orchestrator/sweep/sidecar.h"

namespace gauntlet::orchestrator::report {

std::optional<nlohmann::json> read_report(const table::Row& row,
                                          const std::filesystem::path& table) {
  constexpr std::uint64_t kMostBytes = 64 * kMiB;
  if (table.empty() || row.scenario.empty() || row.scenario.find('/') != std::string::npos)
    return std::nullopt;
  try {
    const auto file = sweep::Sidecar::report_file(table, row.scenario, row.pass.value_or(1));
    return nlohmann::json::parse(read_input(file, kMostBytes));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace gauntlet::orchestrator::report
