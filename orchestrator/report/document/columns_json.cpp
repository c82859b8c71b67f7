#include "orchestrator/report/document/columns_json.h"

#include <algorithm>
#include <functional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/json_text.h"
#include "contract/settings.h"
#include "orchestrator/table/columns.h"

namespace gauntlet::orchestrator::report::document {
namespace {

using Json = nlohmann::ordered_json;

Json to_value(const std::string& text) { return text.empty() ? Json() : Json(text); }
Json to_value(std::uint64_t number) { return number; }
Json to_value(double number) { return json_number(number); }
template <class Number>
Json to_value(const std::optional<Number>& number) {
  return number ? to_value(*number) : Json();
}

// A column of the table or of a setting, with its value in each row.
struct ColumnJson {
  Json head{};
  std::vector<Json> values{};

  bool empty() const {
    return std::all_of(values.begin(), values.end(),
                       [](const Json& value) { return value.is_null(); });
  }
  bool constant() const {
    return std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
  }
};

Json better_of(table::Better better) {
  if (better == table::Better::kNeither) return nullptr;
  return better == table::Better::kMore ? "more" : "less";
}

ColumnJson column_json(const table::Table& table, const table::Column& column) {
  ColumnJson result{.head = {{"name", column.name},
                             {"unit", column.unit},
                             {"better", better_of(column.better)},
                             {"meaning", column.meaning},
                             {"from", name_of(column.source)}}};
  for (const table::Row& row : table.rows)
    result.values.push_back(
        std::visit([&row](auto field) { return to_value(row.*field); }, column.field));
  return result;
}

ColumnJson setting_json(const table::Table& table, const std::string& name) {
  const auto known = contract::find_setting(name);
  const contract::Setting setting = known ? contract::settings()[*known] : contract::Setting{};
  ColumnJson result{.head = {{"name", name},
                             {"unit", setting.unit},
                             {"better", nullptr},
                             {"meaning", setting.meaning},
                             {"from", name_of(table::Source::kScenario)}}};
  for (const table::Row& row : table.rows) result.values.push_back(to_value(row.setting(name)));
  return result;
}

// The settings that rows have, in the order in which they come up.
std::vector<std::string> settings_of(const table::Table& table) {
  std::vector<std::string> names;
  for (const table::Row& row : table.rows)
    for (const auto& [name, value] : row.settings)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

void add_constant(const ColumnJson& column, TableJson& json) {
  json.constants.push_back({{"name", column.head["name"]},
                            {"value", column.values.front()},
                            {"unit", column.head["unit"]},
                            {"meaning", column.head["meaning"]}});
}

void add_column(const ColumnJson& column, TableJson& json) {
  json.columns.push_back(column.head);
  for (std::size_t i = 0; i < column.values.size(); ++i) json.rows[i].push_back(column.values[i]);
}

}  // namespace

TableJson to_json(const table::Table& table) {
  TableJson json;
  if (table.rows.empty()) return json;
  for (std::size_t i = 0; i < table.rows.size(); ++i) json.rows.push_back(Json::array());
  for (const table::Column& column : table::columns()) {
    const ColumnJson made = column_json(table, column);
    if (made.empty()) continue;
    const bool is_setting = contract::find_setting(column.name).has_value();
    const bool is_constant =
        made.constant() && (is_setting || column.source == table::Source::kOrigin);
    if (is_constant) add_constant(made, json);
    if (!is_constant || is_setting) add_column(made, json);
  }
  for (const std::string& name : settings_of(table)) {
    const ColumnJson made = setting_json(table, name);
    if (made.constant())
      add_constant(made, json);
    else
      add_column(made, json);
  }
  return json;
}

}  // namespace gauntlet::orchestrator::report::document
