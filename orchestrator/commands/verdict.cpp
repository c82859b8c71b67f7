#include "orchestrator/commands/verdict.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>

#include "base/output.h"
#include "base/output_file.h"
#include "base/text_layout.h"
#include "base/units.h"
#include "orchestrator/commands/common.h"
#include "orchestrator/diff/metric.h"
#include "orchestrator/diff/show/explain.h"
#include "orchestrator/diff/show/forest.h"
#include "orchestrator/diff/show/format_csv.h"
#include "orchestrator/diff/show/format_json.h"
#include "orchestrator/diff/show/format_junit.h"
#include "orchestrator/diff/show/format_markdown.h"
#include "orchestrator/diff/show/format_text.h"

namespace gauntlet::orchestrator::commands {
namespace {

constexpr const char* kText = "text";

using Formatter = std::string (*)(const diff::Comparison&, std::size_t width);

template <std::string (*format)(const diff::Comparison&)>
std::string without_width(const diff::Comparison& comparison, std::size_t) {
  return format(comparison);
}

const std::map<std::string, Formatter>& formatters() {
  using namespace diff::show;
  static const std::map<std::string, Formatter> all{{kText, format_text},
                                                    {"markdown", without_width<format_markdown>},
                                                    {"json", without_width<format_json>},
                                                    {"junit", without_width<format_junit>},
                                                    {"csv", without_width<format_csv>}};
  return all;
}

// "5%" or "0.05", up to 1000%. More than 1 without its sign could be meant either way.
std::optional<double> parse_share(std::string_view text) {
  const bool percent = !text.empty() && text.back() == '%';
  if (percent) text.remove_suffix(1);
  double value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  if (percent) value /= 100;
  return value >= 0 && value <= (percent ? 10 : 1) ? std::optional(value) : std::nullopt;
}

std::string why_no_share(const std::string& text) {
  if (is_bare_number(text))
    return fmt::format("'{0}' could be {0}% or {0} times as much; write {0}%, or a share up to 1",
                       text);
  return fmt::format("'{}' is not a share; write 5% or 0.05", text);
}

void add_share(CLI::App& app, const std::string& name, double& value, const std::string& help) {
  app.add_option_function<std::string>(
         name,
         [&value, name](const std::string& text) {
           const auto share = parse_share(text);
           if (!share) throw CLI::ValidationError(name, why_no_share(text));
           value = *share;
         },
         help)
      ->type_name("SHARE")
      ->default_str(fmt::format("{:g}%", 100 * value));
}

void add_thresholds(CLI::App& app, diff::CompareOptions& options) {
  add_share(app, "--min-effect", options.judge.min_effect,
            "What the change of a row must surely be beyond to be a regression or an "
            "improvement; --slice-effect is that of slices");
  add_share(app, "--slice-effect", options.judge.slice_effect,
            "The same of a slice, all rows that share a value, whose change is known better");
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

void add_outputs(CLI::App& app, VerdictOptions& options) {
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

}  // namespace

void add_metric(CLI::App& app, std::vector<std::string>& metrics) {
  app.add_option("--metric", metrics,
                 "Column to judge by, for all operations or for one (list=p99); repeatable "
                 "(default: get and upload by aggregate_Bps, others by p50_s, or what comes "
                 "nearest in older tables)")
      ->type_name("COLUMN")
      ->allow_extra_args(false);
}

void add_verdict(CLI::App& app, VerdictOptions& options) {
  add_metric(app, options.metrics);
  add_thresholds(app, options.compare);
  add_outputs(app, options);
}

diff::CompareOptions complete(const VerdictOptions& options) {
  if (options.outputs.size() > options.formats.size())
    throw Error("there are more --output than --format; give each file its format");
  for (const std::string& file : options.outputs) {
    check_can_write("--output", file);
    if (std::count(options.outputs.begin(), options.outputs.end(), file) > 1)
      throw Error(
          fmt::format("--output: '{}' stands twice; give each format a file of its own", file));
  }
  if (!options.plot.empty()) {
    diff::show::forest_format(options.plot);
    check_can_write("--plot", options.plot);
  }
  diff::CompareOptions result = options.compare;
  result.metrics = diff::parse_metrics(options.metrics);
  return result;
}

bool present(const diff::Comparison& comparison, const VerdictOptions& options) {
  std::vector<std::string> formats = options.formats;
  if (formats.size() <= options.outputs.size())
    formats.emplace_back(kText);  // stdout is never idle
  bool whole = true;
  for (std::size_t i = 0; i < formats.size(); ++i) {
    const Formatter format = formatters().at(formats[i]);
    if (i < options.outputs.size())
      whole = put_out([&] {
                write_file(format(comparison, diff::show::kTextWidth), options.outputs[i]);
              }) &&
              whole;
    else
      write_stdout(
          format(comparison, terminal_width(STDOUT_FILENO).value_or(diff::show::kTextWidth)));
  }
  if (options.explain) print("\n{}", diff::show::explain(comparison));
  if (!options.plot.empty())
    whole = put_out([&] { diff::show::plot_forest(comparison, options.plot); }) && whole;
  return whole;
}

}  // namespace gauntlet::orchestrator::commands
