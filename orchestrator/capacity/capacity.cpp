#include "orchestrator/capacity/capacity.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/text_layout.h"
#include "base/units.h"
#include "orchestrator/capacity/curve.h"
#include "orchestrator/table/records.h"

namespace gauntlet::orchestrator::capacity {
namespace {

using Fields = std::vector<std::string>;

std::string load_or_dash(std::optional<double> load) { return load ? format_load(*load) : "-"; }

std::string interval_of(const Capacity& capacity) {
  if (!capacity.met && !capacity.missed) return "-";
  return fmt::format("{} to {}", capacity.met ? load_or_dash(capacity.met) : "0",
                     capacity.missed ? load_or_dash(capacity.missed) : "?");
}

std::string format_p99(const Capacity& capacity) {
  const Trial* trial = last_at(capacity, capacity.met, true);
  return trial != nullptr && trial->row.p99_s ? format_seconds(*trial->row.p99_s) : "-";
}

Fields fields_of(const Capacity& capacity) {
  const std::string limit = limited_by(capacity);
  return {capacity.subject,
          load_or_dash(capacity.met),
          interval_of(capacity),
          format_p99(capacity),
          limit.empty() ? "-" : limit,
          fmt::format("{}: {}", name_of(capacity.ending), capacity.why)};
}

std::string optional_text(std::optional<double> value) {
  return value ? fmt::format("{}", *value) : "";
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::vector<std::string> safe;
  safe.reserve(fields.size());
  for (const std::string& field : fields) safe.push_back(table::quoted_field(field));
  return fmt::format("{}\n", fmt::join(safe, ","));
}

std::vector<std::string> csv_fields(const Capacity& capacity, LoadAxis axis, const Slo& slo) {
  const Trial* trial = last_at(capacity, capacity.met, true);
  const table::Row row = trial == nullptr ? table::Row{} : trial->row;
  return {capacity.subject,
          facts_of(axis).setting,
          slo.text,
          optional_text(capacity.met),
          optional_text(capacity.missed),
          optional_text(knee_of(curve_of(capacity))),
          optional_text(row.p50_s),
          optional_text(row.p99_s),
          optional_text(row.requests_per_s),
          optional_text(row.aggregate_Bps),
          limited_by(capacity),
          name_of(capacity.ending),
          capacity.why,
          fmt::format("{}", capacity.trials.size())};
}

}  // namespace

void conclude(Capacity& capacity, const Search& search) {
  capacity.met = search.highest_met();
  capacity.missed = search.lowest_missed();
  const Trial* missed = last_at(capacity, capacity.missed, false);
  if (missed != nullptr) capacity.why = missed->answer.why;
  switch (search.end()) {
    case SearchEnd::kFound:
      capacity.ending = Ending::kSlo;
      break;
    case SearchEnd::kNeverMet:
      capacity.ending = Ending::kNeverMet;
      break;
    case SearchEnd::kAxisEnd:
      capacity.ending = Ending::kAxisEnd;
      capacity.why = "the objective is met at the greatest load; raise --to";
      return;
    case SearchEnd::kRunning:
    case SearchEnd::kTooMany:
      capacity.ending = Ending::kBudget;
      capacity.why = "too many runs; their results differ too much: lengthen --point-duration";
      return;
  }
  if (missed == nullptr || missed->answer.outcome != Outcome::kGenerator) return;
  capacity.ending = Ending::kGenerator;
  capacity.why = "the clients gave out before the server: " + missed->answer.why;
}

const Trial* last_at(const Capacity& capacity, std::optional<double> load, bool met) {
  const auto found = std::find_if(
      capacity.trials.rbegin(), capacity.trials.rend(), [load, met](const Trial& trial) {
        return trial.load == load && trial.counts() && trial.met() == met;
      });
  return found == capacity.trials.rend() ? nullptr : &*found;
}

std::string limited_by(const Capacity& capacity) {
  const Trial* trial = capacity.missed ? last_at(capacity, capacity.missed, false)
                                       : last_at(capacity, capacity.met, true);
  return trial == nullptr ? "" : trial->row.limited_by;
}

const char* name_of(Ending ending) {
  constexpr std::array<const char*, 7> kNames{"slo",    "axis_end",  "never_met",  "generator",
                                              "budget", "not_shown", "interrupted"};
  return kNames.at(static_cast<std::size_t>(ending));
}

ExitCode exit_code(const std::vector<Capacity>& capacities) {
  const auto any = [&capacities](Ending ending) {
    return std::any_of(capacities.begin(), capacities.end(),
                       [ending](const Capacity& capacity) { return capacity.ending == ending; });
  };
  if (any(Ending::kInterrupted)) return ExitCode::kInterrupted;
  if (any(Ending::kNeverMet)) return ExitCode::kFailed;
  if (any(Ending::kGenerator) || any(Ending::kBudget) || any(Ending::kNotShown))
    return ExitCode::kUnable;
  return ExitCode::kOk;
}

std::string describe(const std::vector<Capacity>& capacities, LoadAxis axis) {
  std::vector<Fields> lines{{"scenario", fmt::format("capacity ({})", facts_of(axis).unit),
                             "interval", "p99 there", "limited by", "ended by"}};
  for (const Capacity& capacity : capacities) lines.push_back(fields_of(capacity));
  return aligned(lines, "<>>><<");
}

std::string to_csv(const std::vector<Capacity>& capacities, LoadAxis axis, const Slo& slo) {
  std::string text =
      csv_line({"scenario", "axis", "slo", "capacity", "lowest_missed", "knee", "p50_s", "p99_s",
                "requests_per_s", "aggregate_Bps", "limited_by", "ended_by", "why", "runs"});
  for (const Capacity& capacity : capacities) text += csv_line(csv_fields(capacity, axis, slo));
  return text;
}

}  // namespace gauntlet::orchestrator::capacity
