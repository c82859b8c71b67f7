#include "orchestrator/diff/show/format_json.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "orchestrator/diff/show/figures.h"

namespace gauntlet::orchestrator::diff::show {
namespace {

using Json = nlohmann::ordered_json;

Json side(const Side& side) {
  Json json{{"passes", side.passes}, {"used", side.used}, {"failed", side.failed}};
  json["value"] = side.value ? json_number(*side.value) : Json();
  json["spread"] = side.spread ? json_number(*side.spread) : Json();
  json["limited_by"] = side.limited_by;
  return json;
}

Json interval(const Shares& shares) {
  return {{"change", json_number(shares.change)},
          {"low", json_number(shares.low)},
          {"high", json_number(shares.high)}};
}

Json row(const ComparedRow& row, const std::vector<std::string>& names) {
  Json json{{"verdict", to_string(row.verdict)}, {"row", row.name}};
  for (std::size_t i = 0; i < names.size(); ++i) json["configuration"][names[i]] = row.values[i];
  json["metric"] = row.metric != nullptr ? Json(row.metric->name) : Json();
  json["base"] = side(row.base);
  json["new"] = side(row.fresh);
  if (row.judged && row.metric != nullptr) {
    json.update(interval(shares(*row.metric, row.judged->change)));
    json["standard_error"] = json_number(row.judged->change.error);
    json["degrees"] = json_number(row.judged->change.degrees);
    json["p"] = json_number(row.judged->p);
    json["q"] = json_number(row.judged->q);
    json["rank_p"] = json_number(row.judged->rank_p);
    json["detectable"] = json_number(row.judged->detectable);
    json["passes_needed"] = row.judged->passes_needed;
  }
  json["reason"] = row.reason;
  return json;
}

Json slice(const SliceJudgement& slice) {
  const auto shares_of = [](const Change& change) {
    return interval({std::expm1(change.value), std::expm1(change.low), std::expm1(change.high)});
  };
  return {{"slice", slice.name},
          {"rows", slice.rows},
          {"verdict", to_string(slice.finding)},
          {"own", shares_of(slice.own)},
          {"tested", shares_of(slice.tested)},
          {"p_worse", json_number(slice.p_worse)},
          {"p_better", json_number(slice.p_better)},
          {"explained_by", slice.explained_by.empty() ? Json(nullptr) : Json(slice.explained_by)}};
}

}  // namespace

Json to_json(const Comparison& comparison) {
  Json json{{"verdict", outcome(comparison)},
            {"exit_code", static_cast<int>(comparison.exit_code)}};
  json["reasons"] = comparison.reasons;
  for (const auto& [verdict, count] : comparison.counts) json["counts"][to_string(verdict)] = count;
  json["paired"] = comparison.options.paired;
  json["calibrated"] = comparison.options.calibrated;
  json["shift"] = any_judged(comparison) ? json_number(std::expm1(comparison.shift)) : Json();
  json["of_rates"] = is_of_rates(comparison);
  json["min_effect"] = json_number(comparison.options.min_effect);
  json["equivalence"] = json_number(comparison.options.equivalence);
  json["wanted_effect"] = json_number(comparison.options.wanted_effect);
  json["warnings"] = comparison.warnings;
  json["notes"] = comparison.notes;
  json["slices"] = Json::array();
  for (const SliceJudgement& judged : comparison.slices) json["slices"].push_back(slice(judged));
  json["rows"] = Json::array();
  for (const ComparedRow& compared : comparison.rows)
    json["rows"].push_back(row(compared, comparison.names));
  return json;
}

std::string format_json(const Comparison& comparison) {
  return json_text(to_json(comparison), 2) + '\n';
}

}  // namespace gauntlet::orchestrator::diff::show
