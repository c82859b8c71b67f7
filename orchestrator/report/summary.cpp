#include "orchestrator/report/summary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "base/text_layout.h"
#include "base/units.h"
#include "contract/operation.h"
#include "orchestrator/report/breakdown.h"
#include "orchestrator/report/trust.h"
#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::report {
namespace {

using ValueOfRow = std::optional<double> (*)(const table::Row&);
using ShowValue = std::string (*)(double);

// Which rows have a say: the valid ones; where a table has none, all that did not fail.
enum class Counting { kValid, kNotFailed };

bool counts(const table::Row& row, Counting counting) {
  return !table::failed(row) && (counting == Counting::kNotFailed || row.valid != table::kInvalid);
}

Counting counting_of(const table::Table& table) {
  const bool some = std::any_of(table.rows.begin(), table.rows.end(), [](const table::Row& row) {
    return counts(row, Counting::kValid);
  });
  return some ? Counting::kValid : Counting::kNotFailed;
}

// A line with its rows that have a say alone.
struct CountedLine {
  SummaryLine line{};
  std::size_t all = 0;  // rows, with those that are left out

  bool left_out() const { return line.rows() < all; }
};
using CountedLines = std::vector<CountedLine>;

CountedLines counted_lines(const Breakdown& breakdown, Counting counting) {
  CountedLines result;
  for (const SummaryLine& line : breakdown.lines) {
    CountedLine& added = result.emplace_back(CountedLine{.line = line, .all = line.rows()});
    for (auto& rows : added.line.combinations)
      std::erase_if(rows, [counting](const table::Row* row) { return !counts(*row, counting); });
  }
  return result;
}

// Of tables that do not know what all clients got together: what one got. It says nothing of
// requests that do not move their volume, of which those tables have volume / time.
std::optional<double> rate_of_one_client(const table::Row& row) {
  const contract::Operation* const known = contract::find_operation(row.operation);
  return known && !known->moves_volume ? std::nullopt : row.throughput_Bps;
}

// A figure that a row may have.
struct SummaryFigure {
  const char* name;
  ValueOfRow value;
  ShowValue show;
};

constexpr SummaryFigure kRateOfAll{"rate", [](const table::Row& row) { return row.aggregate_Bps; },
                                   format_rate};
constexpr SummaryFigure kRateOfOne{"rate of a client", rate_of_one_client, format_rate};
constexpr SummaryFigure kRequests{
    "requests/s", [](const table::Row& row) { return row.requests_per_s; }, format_count};
constexpr SummaryFigure kP50{"p50", [](const table::Row& row) { return row.p50_s; },
                             format_seconds};
constexpr SummaryFigure kMean{"mean time", [](const table::Row& row) { return row.avg_time_s; },
                              format_seconds};
constexpr SummaryFigure kP99{"p99", [](const table::Row& row) { return row.p99_s; },
                             format_seconds};

// A figure of one combination in its passes.
std::vector<double> values_of(const std::vector<const table::Row*>& rows,
                              const SummaryFigure& figure) {
  std::vector<double> values;
  for (const table::Row* row : rows)
    if (const auto value = figure.value(*row)) values.push_back(*value);
  return values;
}

bool any_has(const CountedLines& lines, const SummaryFigure& figure) {
  for (const CountedLine& each : lines)
    for (const auto& rows : each.line.combinations)
      if (!values_of(rows, figure).empty()) return true;
  return false;
}

// Those that some row has, the rate first.
std::vector<SummaryFigure> figures_of(const CountedLines& lines) {
  std::vector<SummaryFigure> figures{any_has(lines, kRateOfAll) ? kRateOfAll : kRateOfOne,
                                     kRequests, any_has(lines, kP50) ? kP50 : kMean, kP99};
  std::erase_if(figures, [&lines](const SummaryFigure& figure) { return !any_has(lines, figure); });
  return figures;
}

// The standard deviation as a part of the mean.
std::optional<double> scatter(const std::vector<double>& values) {
  if (values.size() < 2) return std::nullopt;
  double sum = 0;
  for (const double value : values) sum += value;
  const double mean = sum / static_cast<double>(values.size());
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  if (mean <= 0) return std::nullopt;
  return std::sqrt(squares / static_cast<double>(values.size() - 1)) / mean;
}

// "5.82 GiB/s ±2%": the median over the line's combinations, of which each is one scenario.
std::string median_cell(const SummaryLine& line, const SummaryFigure& figure) {
  std::vector<double> medians;
  std::vector<double> scatters;
  for (const auto& rows : line.combinations) {
    const std::vector<double> values = values_of(rows, figure);
    if (const auto median = statistics::median(values)) medians.push_back(*median);
    if (const auto part = scatter(values)) scatters.push_back(*part);
  }
  const auto median = statistics::median(medians);
  if (!median) return "-";
  const auto part = statistics::median(scatters);
  return figure.show(*median) + (part ? fmt::format(" ±{:.0f}%", 100 * *part) : "");
}

std::string best_cell(const SummaryLine& line, const SummaryFigure& figure) {
  std::optional<double> best;
  for (const auto& rows : line.combinations)
    for (const double value : values_of(rows, figure)) best = std::max(best.value_or(value), value);
  return best ? figure.show(*best) : "-";
}

// "10 MiB", or "3 volumes" where the line merges several.
std::string setting_cell(const std::string& name, const std::vector<std::string>& values) {
  if (values.size() == 1) return values.front();
  const bool plain = name.back() != 's' && name.back() != 'y';
  return counted(values.size(), plain ? name : "value");
}

std::string rows_cell(const CountedLine& line) {
  return line.left_out() ? fmt::format("{} of {}", line.line.rows(), line.all)
                         : fmt::format("{}", line.all);
}

// The lines of figures, below their head, and on which side each column stands.
struct SummaryCells {
  std::vector<TextRow> rows{};
  std::string sides{};

  void begin_column(const std::string& name, char side) {
    rows.front().push_back(name);
    sides += side;
  }
};

void add_settings(SummaryCells& cells, const Breakdown& breakdown) {
  for (std::size_t i = 0; i < breakdown.settings.size(); ++i) {
    cells.begin_column(breakdown.settings[i], '<');
    for (std::size_t at = 0; at < breakdown.lines.size(); ++at)
      cells.rows[at + 1].push_back(
          setting_cell(breakdown.settings[i], breakdown.lines[at].values[i]));
  }
}

// Where each line is of one row, its best is its only one.
SummaryCells to_summary_cells(const Breakdown& breakdown, const CountedLines& lines) {
  const auto any = [&lines](const auto& holds) {
    return std::any_of(lines.begin(), lines.end(), holds);
  };
  const bool several = any([](const CountedLine& each) { return each.all > 1; });
  SummaryCells cells;
  cells.rows.resize(1 + lines.size());
  add_settings(cells, breakdown);
  const auto add = [&](const std::string& name, const auto& cell) {
    cells.begin_column(name, '>');
    for (std::size_t at = 0; at < lines.size(); ++at) cells.rows[at + 1].push_back(cell(lines[at]));
  };
  if (several || any([](const CountedLine& each) { return each.left_out(); }))
    add("rows", rows_cell);
  for (const SummaryFigure& figure : figures_of(lines)) {
    const bool both = several && figure.show == format_rate;
    if (both)
      add(fmt::format("best {}", figure.name),
          [&figure](const CountedLine& each) { return best_cell(each.line, figure); });
    add(fmt::format("{}{}", both ? "median " : "", figure.name),
        [&figure](const CountedLine& each) { return median_cell(each.line, figure); });
  }
  return cells;
}

// "; left out: 1 late, 2 not valid"; failed rows by their status.
std::string describe_left_out(const table::Table& table, Counting counting) {
  std::map<std::string, std::size_t> reasons;
  for (const table::Row& row : table.rows) {
    if (counts(row, counting)) continue;
    if (!table::failed(row))
      ++reasons["not valid"];
    else
      ++reasons[row.status.empty() ? "failed" : row.status];
  }
  if (reasons.empty()) return "";
  std::vector<std::string> parts;
  for (const auto& [reason, count] : reasons) parts.push_back(fmt::format("{} {}", count, reason));
  return fmt::format("; left out: {}", fmt::join(parts, ", "));
}

std::string headline(const table::Table& table, const Breakdown& breakdown, Counting counting) {
  std::set<std::uint64_t> passes;
  for (const table::Row& row : table.rows) passes.insert(row.pass.value_or(1));
  const auto again = std::count_if(table.rows.begin(), table.rows.end(),
                                   [](const table::Row& row) { return row.rerun.has_value(); });
  return fmt::format(
      "{} of {} in {}{}{}", counted(table.rows.size(), "row"),
      counted(breakdown.combinations, "scenario"), counted(passes.size(), "pass", "passes"),
      again > 0 ? fmt::format("; run again: {}", again) : "", describe_left_out(table, counting));
}

// What stands below the figures, a line each.
std::string notes(const table::Table& table, const Breakdown& breakdown, Counting counting) {
  std::string text;
  const bool any_not_failed = std::any_of(table.rows.begin(), table.rows.end(),
                                          [](const auto& row) { return !table::failed(row); });
  if (counting == Counting::kNotFailed && any_not_failed)
    text += "beware: no row is valid, so these are the figures of rows that are not\n";
  if (!breakdown.merged.empty())
    text += fmt::format("merged: {}, since {} have no room\n", fmt::join(breakdown.merged, ", "),
                        counted(breakdown.combinations, "combination"));
  return text;
}

// Lines that are indented are points of a list, all others paragraphs.
std::string markdown_notes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const bool point = line.starts_with("  ");
    out += (point ? "- " : "\n") + markdown_cell(point ? line.substr(2) : line) + '\n';
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return out;
}

bool has_several_passes(const CountedLines& lines) {
  return std::any_of(lines.begin(), lines.end(), [](const CountedLine& each) {
    return std::any_of(each.line.combinations.begin(), each.line.combinations.end(),
                       [](const auto& rows) { return rows.size() > 1; });
  });
}

}  // namespace

std::string summary(const table::Table& table, const SummaryOptions& options) {
  if (table.rows.empty() || options.format == SummaryFormat::kNone) return {};
  const Breakdown breakdown = break_down(table, options.most_lines);
  const Counting counting = counting_of(table);
  const CountedLines lines = counted_lines(breakdown, counting);
  const SummaryCells cells = to_summary_cells(breakdown, lines);
  std::string head = headline(table, breakdown, counting);
  const std::string disturbed = disturbers(table.rows);
  std::string below = notes(table, breakdown, counting);
  if (has_several_passes(lines)) below += "±: standard deviation over the passes of a scenario\n";
  below += trust(table.rows);
  const bool is_markdown = options.format == SummaryFormat::kMarkdown;
  if (is_markdown) head = markdown_cell(head);
  if (!disturbed.empty())
    head += is_markdown ? "\n\n" + markdown_cell(disturbed) : '\n' + disturbed;
  if (is_markdown)
    return fmt::format("{}\n\n{}{}", head, markdown_table(cells.rows, cells.sides),
                       markdown_notes(below));
  return head + '\n' + aligned(cells.rows, cells.sides) + below;
}

}  // namespace gauntlet::orchestrator::report
