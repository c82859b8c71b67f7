#include "orchestrator/sweep/rerun.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "base/error.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::sweep {
namespace {

namespace fs = std::filesystem;

bool is_same(const table::Row& a, const table::Row& b) {
  return a.scenario == b.scenario && a.pass == b.pass && a.timestamp == b.timestamp;
}

table::TableWriter open_table(const fs::path& file, const std::vector<std::string>& settings) {
  return fs::exists(file) ? table::TableWriter::reopen(file, settings)
                          : table::TableWriter(file, settings);
}

// Adds the rows to the file, but those that are there since a call before was killed.
void keep(const std::vector<table::Row>& rows, const fs::path& file,
          const std::vector<std::string>& settings) {
  table::TableWriter kept = open_table(file, settings);
  const std::vector<table::Row> earlier = table::read_table(file).rows;
  for (const table::Row& row : rows) {
    const auto same = [&row](const table::Row& other) { return is_same(row, other); };
    if (std::none_of(earlier.begin(), earlier.end(), same)) kept.write(row);
  }
}

// By one rename, so that the file always is one table or the other.
void replace_table(const Sidecar& sidecar, const std::vector<table::Row>& rows,
                   const std::vector<std::string>& settings) {
  const fs::path file = sidecar.folder() / "table_to_be.csv";
  std::error_code error;
  fs::remove(file, error);  // of a call that was killed
  table::TableWriter table(file, settings);
  for (const table::Row& row : rows) table.write(row);
  fs::rename(file, sidecar.table(), error);
  if (error)
    throw Error("cannot replace the table '" + sidecar.table().string() + "': " + error.message(),
                ExitCode::kUnable);
}

}  // namespace

bool is_to_run_again(const table::Row& row, const std::vector<Rerun>& which) {
  return std::any_of(which.begin(), which.end(), [&row](Rerun reason) {
    return reason == Rerun::kFailed ? table::failed(row) : row.valid == table::kInvalid;
  });
}

SetAside set_aside(const fs::path& file, const Plan& plan, const std::vector<Rerun>& which) {
  const Ledger locked = resume_ledger(file, plan);  // so that nobody writes the table meanwhile
  std::vector<table::Row> moved;
  std::vector<table::Row> rest;
  for (const table::Row& row : locked.earlier)
    (is_to_run_again(row, which) ? moved : rest).push_back(row);
  SetAside result{.file = locked.sidecar.rows_set_aside(), .rows = moved.size()};
  if (moved.empty()) return result;
  const std::vector<std::string> settings = table::read_table(file).settings;
  locked.sidecar.make_folder_set_aside();
  keep(moved, result.file, settings);
  for (const table::Row& row : moved)
    locked.sidecar.set_files_aside(row.scenario, row.pass.value());
  replace_table(locked.sidecar, rest, settings);
  return result;
}

}  // namespace gauntlet::orchestrator::sweep
