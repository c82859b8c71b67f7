#include "orchestrator/commands/diff.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <string_view>

#include "orchestrator/diff/explain.h"
#include "orchestrator/diff/forest.h"
#include "orchestrator/diff/format_csv.h"
#include "orchestrator/diff/format_json.h"
#include "orchestrator/diff/format_junit.h"
#include "orchestrator/diff/format_markdown.h"
#include "orchestrator/diff/format_text.h"
#include "orchestrator/diff/self_test.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  orchestrator diff base.csv new.csv\n"
    "  orchestrator diff base.csv new.csv --metric list=p99 --min-effect 3% --explain\n"
    "  orchestrator diff base.csv new.csv --calibration host.json --plot changes.svg\n"
    "  orchestrator diff base.csv new.csv --format markdown --output comment.md \\\n"
    "                                     --format junit --output report.xml\n"
    "  orchestrator diff --self-test base.csv\n"
    "Exit codes: 0 no regression, 1 a regression, 2 bad input, 3 the tables allow no verdict.\n"
    "How a verdict is reached is explained in docs/diff.md.";

constexpr const char* kText = "text";

using Formatter = std::string (*)(const Comparison&);

const std::map<std::string, Formatter>& formatters() {
  static const std::map<std::string, Formatter> all{{kText, format_text},
                                                    {"markdown", format_markdown},
                                                    {"json", format_json},
                                                    {"junit", format_junit},
                                                    {"csv", format_csv}};
  return all;
}

// "5%" or "0.05", up to 10 (1000%).
std::optional<double> parse_share(std::string_view text) {
  const bool percent = !text.empty() && text.back() == '%';
  if (percent) text.remove_suffix(1);
  double value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  if (percent) value /= 100;
  return value >= 0 && value <= 10 ? std::optional(value) : std::nullopt;
}

void add_share(CLI::App& app, const std::string& name, double& value, const std::string& help) {
  app.add_option_function<std::string>(
         name,
         [&value, name](const std::string& text) {
           const auto share = parse_share(text);
           if (!share)
             throw CLI::ValidationError(name,
                                        fmt::format("'{}' is not a share; say 5% or 0.05", text));
           value = *share;
         },
         help)
      ->type_name("SHARE")
      ->default_str(fmt::format("{:g}%", 100 * value));
}

void add_thresholds(CLI::App& app, CompareOptions& options) {
  add_share(app, "--min-effect", options.judge.min_effect,
            "What a change must surely be beyond to be a regression or an improvement");
  add_share(app, "--equivalence", options.judge.equivalence,
            "Within which the interval of a change must lie for the row to be equivalent");
  add_share(app, "--wanted-effect", options.judge.wanted_effect,
            "The change for which the passes needed are worked out");
  add_share(app, "--max-inconclusive", options.max_inconclusive,
            "Part of the rows that may stay inconclusive");
  app.add_flag("--allow-env", options.allow_env,
               "Compare although machine, target, schema or scenarios differ");
  app.add_flag("--warn-only", options.warn_only, "Exit with 0 instead of 1");
}

void add_outputs(CLI::App& app, DiffOptions& options) {
  std::vector<std::string> names;
  for (const auto& [name, formatter] : formatters()) names.push_back(name);
  app.add_option("--format", options.formats,
                 "How to show the comparison; repeatable (default: text, on stdout)")
      ->check(CLI::IsMember(names).description(""))
      ->type_name("text|markdown|json|junit|csv")
      ->allow_extra_args(false);
  app.add_option(
         "--output", options.outputs,
         "File for the format: the first for the first --format, and so on; formats without "
         "one go to stdout; repeatable")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--plot", options.plot, "Draw the changes with their intervals")
      ->type_name("FILE.svg|FILE.png");
  app.add_flag("--explain", options.explain, "Say how the verdicts came about");
}

void add_self_test(CLI::App& app, DiffOptions& options) {
  app.add_option("--self-test", options.self_test,
                 "Slow rows of this table down, and shuffle it, and say what is found")
      ->type_name("TABLE.csv");
  app.add_option("--trials", options.trials, "Trials of the self-test")
      ->check(CLI::Range(std::size_t{1}, std::size_t{100000}).description(""))
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Of the chance in the self-test")
      ->type_name("N")
      ->capture_default_str();
}

Table load(const std::string& file) {
  Table table = read_table(file);
  for (const std::string& warning : table.warnings) fmt::print(stderr, "warning: {}\n", warning);
  return table;
}

CompareOptions complete(const DiffOptions& options) {
  CompareOptions result = options.compare;
  result.metrics = parse_metrics(options.metrics);
  if (!options.calibration.empty()) result.calibration = read_calibration(options.calibration);
  return result;
}

void write(const std::string& text, const std::string& file) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  if (!out.flush()) throw_errno(fmt::format("cannot write '{}'", file));
}

void present(const Comparison& comparison, const DiffOptions& options) {
  std::vector<std::string> formats = options.formats;
  if (formats.size() <= options.outputs.size())
    formats.emplace_back(kText);  // stdout is never idle
  for (std::size_t i = 0; i < formats.size(); ++i) {
    const std::string text = formatters().at(formats[i])(comparison);
    if (i < options.outputs.size())
      write(text, options.outputs[i]);
    else
      fmt::print("{}", text);
  }
  if (options.explain) fmt::print("\n{}", explain(comparison));
  if (!options.plot.empty()) plot_forest(comparison, options.plot);
}

void check(const DiffOptions& options) {
  if (options.base.empty() || options.fresh.empty())
    throw Error("two tables are needed: orchestrator diff BASE.csv NEW.csv");
  if (options.outputs.size() > options.formats.size())
    throw Error("there are more --output than --format; give each file its format");
}

}  // namespace

CLI::App* add_command(CLI::App& app, DiffOptions& options) {
  CLI::App* diff = app.add_subcommand("diff", "Compare two tables: is the new one worse?");
  diff->add_option("base", options.base, "Table to compare with")->type_name("BASE.csv");
  diff->add_option("new", options.fresh, "Table to judge")->type_name("NEW.csv");
  diff->add_option("--metric", options.metrics,
                   "Column to judge by, for all operations or for one (list=p99); repeatable "
                   "(default: get and upload by aggregate_Bps, others by p50_s, or what comes "
                   "nearest in older tables)")
      ->type_name("COLUMN")
      ->allow_extra_args(false);
  diff->add_option("--calibration", options.calibration,
                   "Noise between runs, as orchestrator calibrate measured it")
      ->type_name("FILE.json");
  add_thresholds(*diff, options.compare);
  add_outputs(*diff, options);
  add_self_test(*diff, options);
  diff->footer(kExamples);
  return diff;
}

ExitCode execute(const DiffOptions& options) {
  const CompareOptions how = complete(options);
  if (!options.self_test.empty()) {
    const SelfTestResult result =
        self_test(load(options.self_test), how, options.trials, options.seed);
    fmt::print("{}", to_text(result));
    return result.passed() ? ExitCode::kOk : ExitCode::kFailed;
  }
  check(options);
  const Comparison comparison = compare(load(options.base), load(options.fresh), how);
  present(comparison, options);
  return comparison.exit_code;
}

}  // namespace gauntlet::orchestrator
