#include "orchestrator/report/findings/troubles.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json_text.h"
#include "base/units.h"
#include "orchestrator/report/findings/sound_cells.h"
#include "orchestrator/report/trust.h"
#include "orchestrator/statistics/median.h"

namespace gauntlet::orchestrator::report::findings {
namespace {

bool is_invalid(const table::Row& row) {
  return !table::failed(row) && row.valid == table::kInvalid;
}

template <class Holds>
std::size_t count_rows(const table::Table& table, const Holds& holds) {
  return static_cast<std::size_t>(std::count_if(table.rows.begin(), table.rows.end(), holds));
}

// Each once, in the order of the table.
template <class Holds>
std::vector<std::string> scenarios_of(const table::Table& table, const Holds& holds) {
  std::vector<std::string> ids;
  for (const table::Row& row : table.rows) {
    const bool known = std::find(ids.begin(), ids.end(), row.scenario) != ids.end();
    if (holds(row) && !row.scenario.empty() && !known) ids.push_back(row.scenario);
  }
  return ids;
}

// " (2 failed, 1 late)"; empty where all are of the one status that says no more.
std::string describe_statuses(const std::map<std::string, std::size_t>& statuses) {
  if (statuses.size() == 1 && statuses.contains("failed")) return "";
  std::vector<std::string> parts;
  for (const auto& [status, count] : statuses) parts.push_back(fmt::format("{} {}", count, status));
  return fmt::format(" ({})", fmt::join(parts, ", "));
}

// Of rows that failed the first reasons, each once: "ID: what its note says".
std::vector<std::string> first_reasons(const table::Table& table) {
  constexpr std::size_t kMost = 3;
  constexpr std::size_t kLetters = 110;
  std::vector<std::string> notes;
  std::vector<std::string> reasons;
  for (const table::Row& row : table.rows) {
    const bool known = std::find(notes.begin(), notes.end(), row.note) != notes.end();
    if (!table::failed(row) || row.note.empty() || known || reasons.size() == kMost) continue;
    notes.push_back(row.note);
    reasons.push_back(fmt::format("{}{}{}", row.scenario, row.scenario.empty() ? "" : ": ",
                                  cut_to(row.note, kLetters)));
  }
  return reasons;
}

struct Spread {
  double part = 0;  // from the lowest pass to the highest, as a part of the middle one
  const Places* places = nullptr;
};

// Of the sound cells with several passes, the least first.
std::vector<Spread> spreads_of(const Cells& cells) {
  std::vector<Spread> spreads;
  for (std::size_t operation = 0; operation < cells.axes[kOperation].values.size(); ++operation)
    for (const SoundCell& cell : sound_cells(cells, operation))
      if (cell.passes() > 1 && cell.rate().middle > 0)
        spreads.push_back({(cell.rate().high - cell.rate().low) / cell.rate().middle, cell.places});
  std::stable_sort(spreads.begin(), spreads.end(),
                   [](const Spread& a, const Spread& b) { return a.part < b.part; });
  return spreads;
}

bool several_passes(const table::Table& table) {
  return std::any_of(table.rows.begin(), table.rows.end(),
                     [](const table::Row& row) { return row.pass.value_or(1) > 1; });
}

Finding spread_finding(const Cells& cells, const std::vector<Spread>& spreads) {
  std::vector<double> parts;
  for (const Spread& spread : spreads) parts.push_back(spread.part);
  const double middle = *statistics::median(parts);
  const Spread& most = spreads.back();
  const std::string others = describe_without(cells, *most.places);
  const std::string where = cells.operation(*most.places) + (others.empty() ? "" : ", " + others);
  Finding finding{.kind = "passes"};
  finding.figures = {
      {"cells", spreads.size()}, {"middle", json_number(middle)}, {"most", json_number(most.part)}};
  finding.text =
      spreads.size() == 1
          ? fmt::format("The passes of its only cell with several differ by {} of its rate",
                        show_part(middle))
          : fmt::format(
                "The passes of a cell differ by {} of its rate in the middle one of {} "
                "cells, and by {} at most ({})",
                show_part(middle), spreads.size(), show_part(most.part), where);
  return finding;
}

}  // namespace

Findings nothing_valid(const table::Table& table, const Cells& cells) {
  if (any_sound(cells)) return {};
  const std::size_t failed = count_rows(table, table::failed);
  const std::size_t invalid = count_rows(table, is_invalid);
  Finding finding{.kind = "no_valid_rows", .level = Level::kBad};
  finding.figures = {{"rows", table.rows.size()}, {"failed", failed}, {"invalid", invalid}};
  finding.text =
      fmt::format("Nothing can be said of the rates: of {} {} failed, not valid: {}{}",
                  counted(table.rows.size(), "row"), failed, invalid,
                  failed + invalid < table.rows.size() ? ", without a rate: the others" : "");
  return {finding};
}

Findings failures(const table::Table& table) {
  std::map<std::string, std::size_t> statuses;
  for (const table::Row& row : table.rows)
    if (table::failed(row)) ++statuses[row.status.empty() ? "failed" : row.status];
  if (statuses.empty()) return {};
  const std::size_t failed = count_rows(table, table::failed);
  const std::vector<std::string> reasons = first_reasons(table);
  Finding finding{
      .kind = "failures", .level = Level::kBad, .scenarios = scenarios_of(table, table::failed)};
  finding.figures = {
      {"rows", table.rows.size()}, {"failed", failed}, {"status", statuses}, {"reasons", reasons}};
  finding.text = fmt::format("{} of {} failed{}{}{}", failed, counted(table.rows.size(), "row"),
                             describe_statuses(statuses), reasons.empty() ? "" : ": ",
                             fmt::join(reasons, "; "));
  return {finding};
}

Findings doubts(const table::Table& table) {
  const std::size_t invalid = count_rows(table, is_invalid);
  if (invalid == 0) return {};
  Finding finding{
      .kind = "doubts", .level = Level::kWarning, .scenarios = scenarios_of(table, is_invalid)};
  finding.figures = {{"rows", table.rows.size()}, {"invalid", invalid}};
  std::vector<std::string> parts;
  for (const DoubtCount& doubt : count_doubts(table.rows)) {
    finding.figures["doubt"][doubt.word] = doubt.rows;
    parts.push_back(fmt::format("{} {}{}({})", doubt.rows, doubt.word,
                                doubt.word.empty() ? "" : " ", doubt.meaning));
  }
  finding.text =
      fmt::format("{} not valid, and no claim here rests on such a row: {}",
                  counted_of(invalid, table.rows.size(), "rows"), fmt::join(parts, "; "));
  const std::string programs = describe_disturbers(table.rows);
  if (!programs.empty()) finding.text += fmt::format("; most of the CPU time took {}", programs);
  return {finding};
}

Findings not_judged(const table::Table& table) {
  const auto unknown = [](const table::Row& row) {
    return !table::failed(row) && row.valid.empty();
  };
  const std::size_t rows = count_rows(table, unknown);
  if (rows == 0) return {};
  Finding finding{.kind = "not_judged", .level = Level::kWarning};
  finding.figures = {{"rows", table.rows.size()}, {"not_judged", rows}};
  finding.text = fmt::format(
      "Whether others disturbed {} of {} is not known, since the table does not say it; they are "
      "taken as they are",
      rows, counted(table.rows.size(), "row"));
  return {finding};
}

Findings scatter(const table::Table& table, const Cells& cells) {
  if (!any_sound(cells)) return {};
  const std::vector<Spread> spreads = spreads_of(cells);
  if (!spreads.empty()) return {spread_finding(cells, spreads)};
  Finding finding{.kind = "passes", .level = Level::kWarning};
  finding.figures = {{"cells", 0}};
  const bool several = several_passes(table);
  finding.text = fmt::format(
      "Every figure is of a single {}pass, so that nobody knows how much it owes to chance: {}",
      several ? "valid " : "",
      several ? "see what made the others not valid" : "run with --passes 3 or more");
  return {finding};
}

}  // namespace gauntlet::orchestrator::report::findings
