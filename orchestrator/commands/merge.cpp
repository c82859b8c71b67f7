#include "orchestrator/commands/merge.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/json_text.h"
#include "base/output.h"
#include "base/units.h"
#include "contract/derive.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/run/reports.h"
#include "orchestrator/sweep/merge.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::commands {
namespace {

sweep::Part read_part(const std::string& file) {
  const std::string text = table::table_text(file);
  return {.file = file,
          .plan = sweep::Sidecar::of(file).read_plan(),
          .columns = std::string(table::column_line(text)),
          .table = table::parse_table(text, file)};
}

sweep::Sidecar make_sidecar(const MergeOptions& options) {
  if (!options.output.empty()) return sweep::Sidecar::make_for(options.output);
  return sweep::Sidecar::make_in(std::filesystem::absolute(options.tables[0]).parent_path());
}

bool holds_reports(const std::string& file) { return run::holds_reports(table::table_text(file)); }

// All reports as one, as of one program with all these clients.
contract::ClientReport merged_report(const std::vector<std::string>& files) {
  std::optional<contract::Totals> sum;
  for (const std::string& file : files) {
    for (const contract::ClientReport& report : run::parse_reports(table::table_text(file), file)) {
      if (!report.totals)
        throw Error({.file = file},
                    "is of a client_pool that does not write what adds up; use one "
                    "of this version");
      if (sum)
        sum->merge(*report.totals);
      else
        sum = report.totals;
    }
  }
  return contract::derive(std::move(sum).value());
}

ExitCode merge_reports(const MergeOptions& options) {
  for (const std::string& file : options.tables)
    if (!holds_reports(file))
      throw Error({.file = file}, "is a table, and the others are reports; merge one kind only");
  if (!options.output.empty()) check_can_write("--output", options.output);
  const std::string line = json_text(contract::to_json(merged_report(options.tables))) + '\n';
  if (options.output.empty()) {
    write_stdout(line);
    return ExitCode::kOk;
  }
  std::ofstream out(options.output, std::ios::binary);
  out << line;
  if (!out.flush()) throw_errno(fmt::format("cannot write '{}'", options.output));
  return ExitCode::kOk;
}

}  // namespace

CLI::App* add_command(CLI::App& app, MergeOptions& options) {
  CLI::App* merge = app.add_subcommand(
      "merge",
      "Put the tables of all shards of a sweep together, or the reports of several client_pools");
  merge
      ->add_option("tables", options.tables,
                   "Tables of 'run --shard 1/N' to 'run --shard N/N', with what stands beside "
                   "them; or files of client_pool --json")
      ->required()
      ->type_name("TABLE.csv");
  merge
      ->add_option("--output", options.output,
                   "The table to write (default: a new one beside the first table); of reports "
                   "the file of the one report (default: stdout)")
      ->type_name("TABLE.csv");
  merge->footer(
      "Examples:\n"
      "  orchestrator merge results/a.csv results/b.csv --output whole.csv\n"
      "  orchestrator merge host1.json host2.json --output both.json");
  return merge;
}

ExitCode execute(const MergeOptions& options) {
  if (holds_reports(options.tables.front())) return merge_reports(options);
  std::vector<sweep::Part> parts;
  for (const std::string& file : options.tables) parts.push_back(read_part(file));
  const sweep::Plan plan = sweep::merged_plan(parts);
  const std::vector<table::Row> rows = sweep::merged_rows(parts);

  const sweep::Sidecar sidecar = make_sidecar(options);
  sidecar.write_plan(plan);
  for (const sweep::Part& part : parts) sidecar.copy_from(sweep::Sidecar::of(part.file));
  table::TableWriter table(sidecar.table(), parts[0].table.settings);
  for (const table::Row& row : rows) table.write(row);
  print("{} of {}\ntable:   {}\ndetails: {}\n", counted(rows.size(), "row"),
        counted(parts.size(), "table"), sidecar.table().string(), sidecar.folder().string());
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
