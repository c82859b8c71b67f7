#include "orchestrator/report/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/text_layout.h"
#include "base/units.h"
#include "base/utf8.h"
#include "contract/setting_values.h"
#include "orchestrator/table/columns.h"

namespace gauntlet::orchestrator::report {
namespace {

constexpr const char* kBaseNames[kBaseAxes] = {"operation", "volume", "client_pool", "mode",
                                               "server_pool"};

std::optional<double> number_of(const std::string& setting, const std::string& text) {
  const auto known = contract::find_setting(setting);
  return known ? contract::number_of(contract::settings()[*known], text) : parse_number(text);
}

Axis to_axis(const std::string& name, const std::set<std::string>& values) {
  Axis axis{.name = name, .values = {values.begin(), values.end()}};
  std::vector<std::pair<double, std::string>> sorted;
  for (const std::string& value : axis.values) {
    const auto number = number_of(name, value);
    if (!number) return axis;
    sorted.emplace_back(*number, value);
  }
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    axis.values[i] = sorted[i].second;
    axis.numbers.push_back(sorted[i].first);
  }
  return axis;
}

// A name and the value of each row.
struct Texts {
  std::string name{};
  std::vector<std::string> of_rows{};
};

Texts texts_of_column(const table::Table& table, const char* name) {
  Texts texts{.name = name};
  const table::Column& column = *table::find_column(name);
  for (const table::Row& row : table.rows) texts.of_rows.push_back(to_text(row, column));
  return texts;
}

// The names of settings with several values, in the order of the first row that has them.
std::vector<std::string> varying_settings(const table::Table& table) {
  std::map<std::string, std::string> first;
  std::set<std::string> varying;
  std::vector<std::string> names;
  for (const table::Row& row : table.rows) {
    for (const auto& [name, value] : row.settings) {
      const auto [known, is_new] = first.try_emplace(name, value);
      if (!is_new && known->second != value && varying.insert(name).second) names.push_back(name);
    }
  }
  return names;
}

void add_axis(const Texts& texts, Axes& all) {
  const Axis axis = to_axis(texts.name, {texts.of_rows.begin(), texts.of_rows.end()});
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < axis.values.size(); ++i) places[axis.values[i]] = i;
  for (std::size_t i = 0; i < texts.of_rows.size(); ++i)
    all.rows[i].push_back(places.at(texts.of_rows[i]));
  all.axes.push_back(axis);
}

// A column of another program's table may hold other texts than numbers.
std::string how_many(const Axis& axis, std::size_t place, const char* thing) {
  if (axis.numbers.empty()) return fmt::format("{} {}s", axis.values[place], thing);
  return counted(static_cast<std::uint64_t>(axis.numbers[place]), thing);
}

}  // namespace

Axes axes_of(const table::Table& table) {
  Axes all;
  all.rows.resize(table.rows.size());
  for (const char* name : kBaseNames) add_axis(texts_of_column(table, name), all);
  for (const std::string& name : varying_settings(table)) {
    Texts texts{.name = name};
    for (const table::Row& row : table.rows) texts.of_rows.push_back(row.setting(name));
    add_axis(texts, all);
  }
  return all;
}

std::string cut_to(const std::string& text, std::size_t letters) {
  if (text_width(text) <= letters) return text;
  std::size_t bytes = 0;
  for (std::size_t shown = 0; shown + 3 < letters && bytes < text.size(); ++shown)
    bytes += std::max<std::size_t>(1, utf8_length(std::string_view(text).substr(bytes)));
  return text.substr(0, bytes) + "...";
}

std::string tick(const Axis& axis, std::size_t place) {
  return axis.name == kBaseNames[kVolume] ? format_volume(axis.numbers[place]) : axis.values[place];
}

std::string describe(const Axis& axis, std::size_t place, std::size_t letters) {
  const std::string shown = cut_to(tick(axis, place), letters);
  if (axis.name == kBaseNames[kClientPool]) return how_many(axis, place, "client");
  if (axis.name == kBaseNames[kServerPool]) return how_many(axis, place, "worker");
  const bool says_itself = axis.name == "server" || axis.name == kBaseNames[kMode] ||
                           axis.name == kBaseNames[kVolume] || axis.name == kBaseNames[kOperation];
  return says_itself ? shown : fmt::format("{} {}", axis.name, shown);
}

std::string title_of(const Axis& axis) {
  if (axis.name == kBaseNames[kClientPool]) return "clients";
  if (axis.name == kBaseNames[kServerPool]) return "workers";
  if (axis.name == kBaseNames[kVolume]) return axis.name;
  const auto known = contract::find_setting(axis.name);
  const std::string_view unit = known ? contract::settings()[*known].unit : std::string_view();
  return unit.empty() ? axis.name : fmt::format("{}, {}", axis.name, unit);
}

}  // namespace gauntlet::orchestrator::report
