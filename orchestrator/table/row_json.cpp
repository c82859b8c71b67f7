#include "orchestrator/table/row_json.h"

#include <nlohmann/json.hpp>
#include <variant>

#include "orchestrator/table/columns.h"

namespace gauntlet::orchestrator::table {
namespace {

using Json = nlohmann::ordered_json;

Json value_of(const Row& row, const Column& column) {
  return std::visit(
      [&row](auto field) -> Json {
        const auto& value = row.*field;
        if constexpr (requires { value.has_value(); })
          return value ? Json(*value) : Json(nullptr);
        else
          return Json(value);
      },
      column.field);
}

}  // namespace

Json to_json(const Row& row) {
  Json columns_of_row = Json::object();
  for (const Column& column : columns()) columns_of_row[column.name] = value_of(row, column);
  for (const auto& [name, value] : row.settings) columns_of_row[setting_column(name)] = value;
  return columns_of_row;
}

}  // namespace gauntlet::orchestrator::table
