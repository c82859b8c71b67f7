#include "orchestrator/capacity/slo.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/units.h"
#include "contract/client_report.h"
#include "metrics/histogram.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::capacity {
namespace {

constexpr std::string_view kSecond = "s";
constexpr std::string_view kMicrosecond = "us";
constexpr std::string_view kByte = "B";
constexpr std::string_view kBytesPerSecond = "B/s";
constexpr std::string_view kRequests = "requests";
constexpr std::string_view kNothingFailed = "failed = 0";

constexpr std::array<std::pair<std::string_view, matrix::Relation>, 5> kRelations{
    {{"<", matrix::Relation::kLess},
     {"<=", matrix::Relation::kAtMost},
     {"=", matrix::Relation::kEqual},
     {">=", matrix::Relation::kAtLeast},
     {">", matrix::Relation::kMore}}};

// Throws Error for a condition that is not understood.
[[noreturn]] void refuse(std::string_view condition, const std::string& sentence) {
  throw Error(fmt::format("--slo: {}: {}", matrix::in_quotes(condition), sentence));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\n";
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

bool is_text(const table::Column& column) {
  return std::holds_alternative<std::string table::Row::*>(column.field);
}

// The column's name without its unit; the whole name where it has none.
std::string_view short_name(const table::Column& column) {
  const std::string_view name = column.name;
  for (const std::string_view unit : {"_s", "_us", "_Bps", "_bytes", "_requests"})
    if (name.ends_with(unit) && !name.ends_with("_per_s"))
      return name.substr(0, name.size() - unit.size());
  return name;
}

std::string did_you_mean_column(std::string_view name) {
  std::vector<std::string_view> names;
  for (const table::Column& column : table::columns()) {
    if (is_text(column)) continue;
    names.push_back(short_name(column));
    names.emplace_back(column.name);
  }
  const std::string guess = matrix::did_you_mean(name, names);
  return guess.empty() ? "; results/README.md lists the columns" : guess;
}

const table::Column* find_named(std::string_view name) {
  if (const table::Column* column = table::find_column(name)) return column;
  for (const table::Column& column : table::columns())
    if (short_name(column) == name) return &column;
  return nullptr;
}

const table::Column& parse_name(std::string_view condition, std::string_view name) {
  if (name.empty()) refuse(condition, "names no column; write it as p99 < 50ms");
  const table::Column* column = find_named(name);
  if (column == nullptr)
    refuse(condition,
           fmt::format("{} is no column{}", matrix::in_quotes(name), did_you_mean_column(name)));
  if (is_text(*column))
    refuse(condition, fmt::format("column {} holds a text; name one that holds a number",
                                  matrix::in_quotes(name)));
  return *column;
}

matrix::Relation parse_relation(std::string_view condition, std::string_view sign) {
  for (const auto& [text, relation] : kRelations)
    if (text == sign) return relation;
  refuse(condition, fmt::format("{} is not one of < <= = >= >", matrix::in_quotes(sign)));
}

std::optional<double> parse_not_negative(std::string_view text) {
  const auto value = parse_number(text);
  return value && *value >= 0 ? value : std::nullopt;
}

std::optional<double> parse_percent(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  const auto value = parse_not_negative(trimmed(text.substr(0, text.size() - 1)));
  return value ? std::optional(*value / 100) : std::nullopt;
}

std::optional<double> parse_seconds(std::string_view text) {
  const auto duration = parse_duration(text);
  return duration ? std::optional(to_seconds(*duration)) : std::nullopt;
}

std::optional<double> parse_bytes(std::string_view text) {
  const auto size = parse_size(text);
  return size ? std::optional(static_cast<double>(*size)) : std::nullopt;
}

// A text with a unit, in the unit of the column.
std::optional<double> parse_with_unit(std::string_view unit, std::string_view text) {
  if (unit == kSecond) return parse_seconds(text);
  if (unit == kMicrosecond) {
    const auto seconds = parse_seconds(text);
    return seconds ? std::optional(*seconds * 1e6) : std::nullopt;
  }
  if (unit == kByte) return parse_bytes(text);
  if (unit == kBytesPerSecond) return parse_bytes(text.substr(0, text.rfind("/s")));
  return std::nullopt;
}

bool takes_percent(std::string_view unit) { return unit.empty() || unit == kRequests; }

bool needs_unit(std::string_view unit) {
  return unit == kSecond || unit == kMicrosecond || unit == kByte || unit == kBytesPerSecond;
}

const char* examples_of(std::string_view unit) {
  if (unit == kSecond || unit == kMicrosecond) return "a duration; write it as 500us, 50ms or 1.5s";
  if (unit == kByte) return "a size; write it as 64KiB, 100MiB or 2GiB";
  if (unit == kBytesPerSecond) return "a rate; write it as 100MiB/s or 1GiB/s";
  return takes_percent(unit) ? "a number or a percentage; write it as 0, 0.05 or 5%"
                             : "a number; write it as 1000";
}

void parse_value(Condition& condition, std::string_view whole, std::string_view text) {
  const std::string_view unit = condition.column->unit;
  if (text.empty())
    refuse(whole, fmt::format("says no value for {}; it takes {}", condition.column->name,
                              examples_of(unit)));
  if (needs_unit(unit) && is_bare_number(text) && parse_not_negative(text) != 0.0)
    refuse(whole, fmt::format("{} has no unit; {} takes {}", matrix::in_quotes(text),
                              condition.column->name, examples_of(unit)));
  auto value = parse_not_negative(text);
  if (!value && takes_percent(unit)) {
    value = parse_percent(text);
    condition.share = unit == kRequests;
  }
  if (!value) value = parse_with_unit(unit, text);
  if (!value)
    refuse(whole, fmt::format("{} is not {}", matrix::in_quotes(text), examples_of(unit)));
  condition.bound = *value;
}

Condition parse_condition(std::string_view text) {
  constexpr std::string_view kSigns = "<>=!~";
  const std::string_view whole = trimmed(text);
  if (whole.empty())
    throw Error("--slo: a condition is empty; write them as 'p99 < 50ms, failed = 0'");
  const std::size_t sign = whole.find_first_of(kSigns);
  if (sign == std::string_view::npos)
    refuse(whole, "says no relation; write it as p99 < 50ms, with one of < <= = >= >");
  const std::size_t after = std::min(whole.find_first_not_of(kSigns, sign), whole.size());
  Condition condition{.text = std::string(whole)};
  condition.column = &parse_name(whole, trimmed(whole.substr(0, sign)));
  condition.relation = parse_relation(whole, whole.substr(sign, after - sign));
  parse_value(condition, whole, trimmed(whole.substr(after)));
  return condition;
}

bool speaks_of_failures(const Slo& slo) {
  for (const Condition& condition : slo.conditions)
    for (const std::string_view name : {"failed_requests", "fail", "success"})
      if (condition.column->name == name) return true;
  return false;
}

std::optional<double> value_of(const Condition& condition, const table::Row& row) {
  const auto value = table::to_number(row, *condition.column);
  if (!value || !condition.share) return value;
  const auto made = static_cast<double>(row.requests.value_or(0) + row.failed_requests.value_or(0));
  return made > 0 ? std::optional(*value / made) : std::nullopt;
}

std::string show(const Condition& condition, double value) {
  const std::string_view unit = condition.column->unit;
  if (condition.share) return fmt::format("{:.3g}% of all requests", value * 100);
  if (unit == kSecond) return format_seconds(value);
  if (unit == kMicrosecond) return format_seconds(value / 1e6);
  if (unit == kByte) return format_bytes(value);
  if (unit == kBytesPerSecond) return format_rate(value);
  return format_count(value);
}

// How many requests a column needs to be shown: 0 where their number does not
// decide it.
std::uint64_t requests_needed(const table::Column& column) {
  const std::string_view name = column.name;
  if (name.starts_with("connect_")) return 0;  // a matter of connections
  for (const contract::Percentile& percentile : contract::kPercentiles) {
    if (!name.ends_with(percentile.name)) continue;
    return metrics::values_needed(static_cast<double>(percentile.quantile) / 1e5);
  }
  return 0;
}

SloAnswer not_shown(const Condition& condition, const table::Row& row) {
  const std::uint64_t needed = requests_needed(*condition.column);
  if (needed == 0)
    return {Met::kNotShown, fmt::format("{} was not measured", condition.column->name)};
  return {Met::kNotShown,
          fmt::format("{} is not shown: {} requests are too few, it takes {}",
                      condition.column->name, row.requests.value_or(0), needed),
          needed};
}

SloAnswer check(const Condition& condition, const table::Row& row) {
  const auto value = value_of(condition, row);
  if (!value) return not_shown(condition, row);
  if (matrix::holds(condition.relation, *value, condition.bound)) return {};
  return {Met::kNo, fmt::format("{} is {}", condition.column->name, show(condition, *value))};
}

}  // namespace

Slo parse_slo(std::string_view text) {
  if (trimmed(text).empty())
    throw Error("--slo: says nothing; write what must hold as 'p99 < 50ms, failed = 0'");
  Slo slo;
  for (;;) {
    const std::size_t end = text.find(',');
    slo.conditions.push_back(parse_condition(text.substr(0, end)));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  if (!speaks_of_failures(slo)) slo.conditions.push_back(parse_condition(kNothingFailed));
  for (const Condition& condition : slo.conditions)
    slo.text += (slo.text.empty() ? "" : ", ") + condition.text;
  return slo;
}

SloAnswer check_slo(const Slo& slo, const table::Row& row) {
  SloAnswer answer;
  for (const Condition& condition : slo.conditions) {
    SloAnswer one = check(condition, row);
    if (one.met == Met::kNo) return one;
    if (one.met == Met::kNotShown && one.requests_needed >= answer.requests_needed)
      answer = std::move(one);
  }
  return answer;
}

}  // namespace gauntlet::orchestrator::capacity
