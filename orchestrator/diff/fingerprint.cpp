#include "orchestrator/diff/fingerprint.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "base/units.h"
#include "orchestrator/table/columns.h"

namespace gauntlet::orchestrator::diff {
namespace {

using Texts = std::set<std::string>;

Texts texts(const std::vector<Pass>& passes, const table::Column& column) {
  Texts all;
  for (const Pass& pass : passes) all.insert(to_text(*pass.row, column));
  return all;
}

std::string show(const Texts& all) {
  if (all.size() == 1 && all.begin()->empty()) return "unknown";
  std::vector<std::string> shown;
  for (const std::string& text : all) shown.push_back(text.empty() ? "unknown" : "'" + text + "'");
  return fmt::format("{}", fmt::join(shown, " and "));
}

// The first row that differs, and how many do.
std::string difference(const PairedTables& tables, const table::Column& column) {
  std::size_t rows = 0;
  std::string sentence;
  for (const Pairing& row : tables.rows) {
    if (row.base.empty() || row.fresh.empty()) continue;
    const Texts base = texts(row.base, column);
    const Texts fresh = texts(row.fresh, column);
    if (base == fresh) continue;
    if (++rows == 1)
      sentence = fmt::format("{} is {} in the base and {} in the new table (first in {}",
                             column.name, show(base), show(fresh), row.name);
  }
  return rows == 0 ? "" : fmt::format("{}; {})", sentence, counted(rows, "row"));
}

}  // namespace

std::vector<std::string> environment_differences(const PairedTables& tables) {
  std::vector<std::string> differences;
  std::vector<const char*> names{"machine", "schema_version"};
  // A setting on trial makes scenarios differ, and another server may be elsewhere.
  if (tables.on_trial.empty()) names.insert(names.end(), {"target", "scenario_hash"});
  for (const char* name : names) {
    std::string sentence = difference(tables, *table::find_column(name));
    if (!sentence.empty()) differences.push_back(std::move(sentence));
  }
  return differences;
}

}  // namespace gauntlet::orchestrator::diff
