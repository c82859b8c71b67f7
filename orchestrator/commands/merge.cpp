#include "orchestrator/commands/merge.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/output.h"
#include "base/units.h"
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

}  // namespace

CLI::App* add_command(CLI::App& app, MergeOptions& options) {
  CLI::App* merge = app.add_subcommand(
      "merge", "Put the tables of all shards of a sweep together, with what stands beside them");
  merge->add_option("tables", options.tables, "Tables of 'run --shard 1/N' to 'run --shard N/N'")
      ->required()
      ->type_name("TABLE.csv");
  merge
      ->add_option("--output", options.output,
                   "The table to write (default: a new one beside the first table)")
      ->type_name("TABLE.csv");
  merge->footer("Example:\n  orchestrator merge results/a.csv results/b.csv --output whole.csv");
  return merge;
}

ExitCode execute(const MergeOptions& options) {
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
