#include "orchestrator/commands/diff.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/output.h"
#include "base/program.h"
#include "orchestrator/diff/self_test.h"
#include "orchestrator/run/reports.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::commands {
namespace {

constexpr const char* kDiffExamples =
    "Examples:\n"
    "  orchestrator diff base.csv new.csv\n"
    "  orchestrator diff base.csv new.csv --metric list=p99 --min-effect 3% --explain\n"
    "  orchestrator diff base.csv new.csv --calibration host.json --plot changes.svg\n"
    "  orchestrator diff base.csv new.csv --format markdown --output comment.md \\\n"
    "                                     --format junit --output report.xml\n"
    "  orchestrator diff base.json new.json    # of client_pool --json, a report a line\n"
    "  orchestrator diff --self-test base.csv\n"
    "Exit codes: 0 no regression, 1 a regression, 2 bad input, 3 the tables allow no verdict.\n"
    "How a verdict is reached is explained in docs/diff.md.";

void add_self_test(CLI::App& app, DiffOptions& options) {
  app.add_option("--self-test", options.self_test,
                 "Slow rows of this table down, and shuffle it, and say what is found")
      ->type_name("TABLE.csv");
  add_count(app, "--trials", options.trials, "Trials of the self-test",
            {.least = 1, .most = 100'000});
  add_count(app, "--seed", options.seed, "Of the chance in the self-test");
}

run::TableOrReports load(const std::string& file) {
  run::TableOrReports read = run::read_table_or_reports(file);
  for (const std::string& warning : read.table.warnings) say("warning: {}\n", warning);
  return read;
}

void check(const DiffOptions& options) {
  if (options.base.empty() || options.fresh.empty())
    throw Error("two tables are needed: orchestrator diff BASE.csv NEW.csv");
}

// Their rows would have nothing in common.
void refuse_two_kinds(const DiffOptions& options, bool base_of_reports, bool fresh_of_reports) {
  if (base_of_reports == fresh_of_reports) return;
  throw Error({.file = base_of_reports ? options.base : options.fresh},
              fmt::format("holds reports of client_pool, and '{}' a table; compare two of a kind",
                          base_of_reports ? options.fresh : options.base));
}

}  // namespace

CLI::App* add_command(CLI::App& app, DiffOptions& options) {
  CLI::App* diff = app.add_subcommand("diff", "Compare two tables: is the new one worse?");
  diff->add_option("base", options.base, "Table to compare with, or reports of client_pool --json")
      ->type_name("BASE.csv");
  diff->add_option("new", options.fresh, "Table to judge, or reports")->type_name("NEW.csv");
  diff->add_option("--calibration", options.calibration,
                   "Noise between runs, as orchestrator calibrate measured it")
      ->type_name("FILE.json");
  add_verdict(*diff, options.verdict);
  add_self_test(*diff, options);
  diff->footer(kDiffExamples);
  return diff;
}

ExitCode execute(const DiffOptions& options) {
  diff::CompareOptions how = complete(options.verdict);
  if (!options.calibration.empty()) how.calibration = diff::read_calibration(options.calibration);
  if (!options.self_test.empty()) {
    const diff::SelfTestResult result =
        diff::self_test(load(options.self_test).table, how, options.trials, options.seed);
    write_stdout(to_text(result));
    return result.passed() ? ExitCode::kOk : ExitCode::kFailed;
  }
  check(options);
  const run::TableOrReports base = load(options.base);
  const run::TableOrReports fresh = load(options.fresh);
  refuse_two_kinds(options, base.of_reports, fresh.of_reports);
  const diff::Comparison comparison = diff::compare(base.table, fresh.table, how);
  return with_output(comparison.exit_code, present(comparison, options.verdict));
}

}  // namespace gauntlet::orchestrator::commands
