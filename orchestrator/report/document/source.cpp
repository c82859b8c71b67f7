#include "orchestrator/report/document/source.h"

#include <exception>

#include "base/error.h"
#include "base/input_file.h"
#include "base/units.h"
#include "orchestrator/sweep/sidecar.h"

namespace gauntlet::orchestrator::report::document {
namespace {

namespace fs = std::filesystem;

std::optional<sweep::Plan> read_plan(const fs::path& table) {
  try {
    return sweep::Sidecar::of(table).read_plan();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::vector<nlohmann::ordered_json> read_environments(const fs::path& table) {
  constexpr std::uint64_t kMostBytes = kMiB;
  std::vector<nlohmann::ordered_json> environments;
  for (const fs::path& file : sweep::Sidecar::environment_files(table)) {
    try {
      environments.push_back(nlohmann::ordered_json::parse(read_input(file, kMostBytes)));
    } catch (const std::exception&) {  // half a file of a machine that died
      continue;
    }
  }
  return environments;
}

}  // namespace

Source read_source(const fs::path& table) {
  Source source{.file = table, .table = table::read_table(table)};
  if (source.table.rows.empty())
    throw Error({.file = table.string()}, "has no rows; there is nothing to report");
  source.plan = read_plan(table);
  source.environments = read_environments(table);
  return source;
}

std::string title_of(const Source& source) {
  const bool named = source.plan && !source.plan->name.empty();
  return named ? source.plan->name : source.file.stem().string();
}

}  // namespace gauntlet::orchestrator::report::document
