#include "orchestrator/diff/show/format_csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <vector>

#include "orchestrator/diff/show/figures.h"
#include "orchestrator/table/columns.h"
#include "orchestrator/table/records.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

using Fields = std::vector<std::string>;

std::string number(std::optional<double> value) {
  return value && std::isfinite(*value) ? fmt::format("{:.6g}", *value) : "";
}

std::string line(const Fields& fields) {
  Fields quoted;
  for (const std::string& field : fields) quoted.push_back(table::quoted_field(field));
  return fmt::format("{}\n", fmt::join(quoted, ","));
}

Fields head(const Comparison& comparison) {
  Fields fields{"verdict",
                "row",
                "metric",
                "base",
                "base_spread",
                "base_n",
                "new",
                "new_spread",
                "new_n",
                "change",
                "low",
                "high",
                "q",
                "rank_p",
                "detectable",
                "passes_needed",
                "base_limited_by",
                "new_limited_by",
                "reason"};
  for (std::size_t i = 0; i < comparison.names.size(); ++i)
    fields.push_back(i < kAxisColumns ? comparison.names[i]
                                      : table::setting_column(comparison.names[i]));
  return fields;
}

void add_judgement(const ComparedRow& row, Fields& fields) {
  if (!row.judged || row.metric == nullptr) {
    fields.insert(fields.end(), 7, "");
    return;
  }
  const Shares change = shares(*row.metric, row.judged->change);
  for (const double value : {change.change, change.low, change.high, row.judged->q,
                             row.judged->rank_p, row.judged->detectable})
    fields.push_back(number(value));
  fields.push_back(fmt::format("{}", row.judged->passes_needed));
}

Fields to_fields(const ComparedRow& row) {
  Fields fields{to_string(row.verdict), row.name, row.metric != nullptr ? row.metric->name : ""};
  for (const Side* side : {&row.base, &row.fresh}) {
    fields.push_back(number(side->value));
    fields.push_back(number(side->spread));
    fields.push_back(fmt::format("{}", side->used));
  }
  add_judgement(row, fields);
  fields.push_back(row.base.limited_by);
  fields.push_back(row.fresh.limited_by);
  fields.push_back(row.reason);
  fields.insert(fields.end(), row.values.begin(), row.values.end());
  return fields;
}

}  // namespace

std::string format_csv(const Comparison& comparison) {
  std::string text = line(head(comparison));
  for (const ComparedRow& row : comparison.rows) text += line(to_fields(row));
  return text;
}

}  // namespace gauntlet::orchestrator::diff::show
