#include "orchestrator/report/breakdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/units.h"

namespace gauntlet::orchestrator::report {
namespace {

constexpr const char* kOperationName = "operation";

// For people, in the order in which a summary shows them.
std::vector<std::pair<std::string, std::string>> settings_of(const table::Row& row) {
  std::vector<std::pair<std::string, std::string>> settings{
      {kOperationName, row.operation},
      {"volume", format_volume(row.volume)},
      {"mode", row.mode},
      {"server_pool", fmt::format("{}", row.server_pool)},
      {"client_pool", fmt::format("{}", row.client_pool)}};
  settings.insert(settings.end(), row.settings.begin(), row.settings.end());
  return settings;
}

// A value as a number, where it is one, or a duration or a size.
std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && std::isfinite(value))
    return value;
  if (const auto duration = parse_duration(text)) return to_seconds(*duration);
  if (const auto size = parse_size(text)) return static_cast<double>(*size);
  return std::nullopt;
}

// Words before numbers, each in rising order.
struct Rising {
  bool operator()(const std::string& a, const std::string& b) const {
    return std::tuple(number_in(a), std::string_view(a)) <
           std::tuple(number_in(b), std::string_view(b));
  }
};
using RisingTexts = std::set<std::string, Rising>;

// A setting that varies, and what it is in each row of the table.
struct VaryingSetting {
  std::string name{};
  std::vector<std::string> of_rows{};
  RisingTexts values{};
};

std::vector<VaryingSetting> varying_settings_of(const table::Table& table) {
  std::vector<VaryingSetting> axes;
  for (const auto& [name, value] : settings_of(table.rows.front())) axes.push_back({.name = name});
  for (const table::Row& row : table.rows) {
    const auto settings = settings_of(row);
    for (std::size_t i = 0; i < axes.size(); ++i) {
      axes[i].of_rows.push_back(settings[i].second);
      axes[i].values.insert(settings[i].second);
    }
  }
  std::erase_if(axes, [](const VaryingSetting& axis) {
    return axis.values.size() == 1 && axis.name != kOperationName;
  });
  return axes;
}

using LineValues = std::vector<std::string>;

struct RisingLines {
  bool operator()(const LineValues& a, const LineValues& b) const {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), Rising{});
  }
};

// Of the row's values those of the settings that are told apart; empty texts for the others.
LineValues line_key_of(const std::vector<VaryingSetting>& axes, const std::vector<bool>& apart,
                       std::size_t row) {
  LineValues key;
  for (std::size_t i = 0; i < axes.size(); ++i) key.push_back(apart[i] ? axes[i].of_rows[row] : "");
  return key;
}

std::size_t count_lines(const std::vector<VaryingSetting>& axes, const std::vector<bool>& apart,
                        std::size_t rows) {
  std::set<LineValues> keys;
  for (std::size_t row = 0; row < rows; ++row) keys.insert(line_key_of(axes, apart, row));
  return keys.size();
}

// What readers want told apart first: the server and the settings of the matrix's own choice, and
// last how many there are of anything.
std::size_t rank(const std::string& name) {
  constexpr std::array<std::string_view, 4> kLast{"mode", "volume", "client_pool", "server_pool"};
  if (name == kOperationName || name == "server") return name == kOperationName ? 0 : 1;
  const auto* const found = std::find(kLast.begin(), kLast.end(), name);
  return found == kLast.end() ? 2 : 3 + static_cast<std::size_t>(found - kLast.begin());
}

// Which settings tell lines apart: the operation, and each other for which there is room.
std::vector<bool> choose_apart(const std::vector<VaryingSetting>& axes, std::size_t rows,
                               std::size_t most_lines) {
  std::vector<std::size_t> order(axes.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&axes](std::size_t a, std::size_t b) {
    return rank(axes[a].name) < rank(axes[b].name);
  });
  std::vector<bool> apart(axes.size(), false);
  for (const std::size_t i : order) {
    apart[i] = true;
    if (axes[i].name != kOperationName && count_lines(axes, apart, rows) > most_lines)
      apart[i] = false;
  }
  return apart;
}

using Rows = std::vector<std::size_t>;  // places in the table

SummaryLine make_line(const table::Table& table, const std::vector<VaryingSetting>& axes,
                      const Rows& rows) {
  SummaryLine line;
  for (const VaryingSetting& axis : axes) {
    RisingTexts values;
    for (const std::size_t row : rows) values.insert(axis.of_rows[row]);
    line.values.emplace_back(values.begin(), values.end());
  }
  std::map<LineValues, std::vector<const table::Row*>, RisingLines> combinations;
  const std::vector<bool> all(axes.size(), true);
  for (const std::size_t row : rows)
    combinations[line_key_of(axes, all, row)].push_back(&table.rows[row]);
  for (auto& [key, of_combination] : combinations)
    line.combinations.push_back(std::move(of_combination));
  return line;
}

}  // namespace

std::size_t SummaryLine::rows() const {
  std::size_t sum = 0;
  for (const auto& rows_of_one : combinations) sum += rows_of_one.size();
  return sum;
}

Breakdown break_down(const table::Table& table, std::size_t most_lines) {
  if (table.rows.empty()) return {};
  const std::vector<VaryingSetting> axes = varying_settings_of(table);
  const std::vector<bool> apart = choose_apart(axes, table.rows.size(), most_lines);
  Breakdown result;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    result.settings.push_back(axes[i].name);
    if (!apart[i]) result.merged.push_back(axes[i].name);
  }
  std::map<LineValues, Rows, RisingLines> lines;
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    lines[line_key_of(axes, apart, row)].push_back(row);
  for (const auto& [key, rows] : lines) {
    result.lines.push_back(make_line(table, axes, rows));
    result.combinations += result.lines.back().combinations.size();
  }
  return result;
}

}  // namespace gauntlet::orchestrator::report
