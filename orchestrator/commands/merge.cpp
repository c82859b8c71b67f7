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
#include "base/output_file.h"
#include "base/units.h"
#include "contract/derive.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/run/reports.h"
#include "orchestrator/sweep/merge.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::commands {
namespace {

// A file that is to be merged, read once: one of reports may be a pipe.
struct Input {
  std::string file{};
  std::string text{};
};

sweep::Part to_part(const Input& input) {
  return {.file = input.file,
          .plan = sweep::Sidecar::of(input.file).read_plan(),
          .columns = std::string(table::column_line(input.text)),
          .table = table::parse_table(input.text, input.file)};
}

sweep::Sidecar make_sidecar(const MergeOptions& options) {
  if (!options.output.empty()) return sweep::Sidecar::make_for(options.output);
  return sweep::Sidecar::make_in(std::filesystem::absolute(options.tables[0]).parent_path());
}

// All reports as one, as of one program with all these clients.
contract::ClientReport merged_report(const std::vector<Input>& inputs) {
  std::optional<contract::Totals> sum;
  for (const auto& [file, text] : inputs) {
    for (const contract::ClientReport& report : run::parse_reports(text, file)) {
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

ExitCode merge_reports(const std::vector<Input>& inputs, const MergeOptions& options) {
  for (const auto& [file, text] : inputs)
    if (!run::holds_reports(text))
      throw Error({.file = file}, "is a table, and the others are reports; merge one kind only");
  if (!options.output.empty()) check_can_write("--output", options.output);
  const std::string line = json_text(contract::to_json(merged_report(inputs))) + '\n';
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
  std::vector<Input> inputs;
  for (const std::string& file : options.tables) inputs.push_back({file, table::table_text(file)});
  if (run::holds_reports(inputs.front().text)) return merge_reports(inputs, options);
  std::vector<sweep::Part> parts;
  for (const Input& input : inputs) parts.push_back(to_part(input));
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
