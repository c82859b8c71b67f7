#include "orchestrator/report/findings/sound_cells.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_text.h"
#include "base/units.h"

namespace gauntlet::orchestrator::report::findings {
namespace {

bool is_sound(const Cell& cell) { return cell.valid && !cell.used.empty() && cell.rate; }

}  // namespace

std::vector<SoundCell> sound_cells(const Cells& cells, std::size_t operation) {
  std::vector<SoundCell> sound;
  for (const auto& [places, cell] : cells.cells)
    if (places[kOperation] == operation && is_sound(cell)) sound.push_back({&places, &cell});
  return sound;
}

bool any_sound(const Cells& cells) {
  return std::any_of(cells.cells.begin(), cells.cells.end(),
                     [](const auto& entry) { return is_sound(entry.second); });
}

std::string describe_without(const Cells& cells, const Places& places,
                             const std::vector<std::size_t>& without) {
  std::vector<std::size_t> which;
  for (std::size_t axis = 0; axis < cells.axes.size(); ++axis) {
    const bool left_out = std::find(without.begin(), without.end(), axis) != without.end();
    if (axis != kOperation && cells.axes[axis].varies() && !left_out) which.push_back(axis);
  }
  return describe(cells.axes, places, which, kManyLetters);
}

std::string show_rate(const Rate& rate, double value) {
  if (rate.scale > 1) return format_rate(value * rate.scale);
  return fmt::format("{} {}", format_count(value), rate.unit);
}

std::string show_figure(const Rate& rate, const SoundCell& cell) {
  const Figure& figure = cell.rate();
  const std::string middle = show_rate(rate, figure.middle);
  if (cell.passes() < 2) return middle;
  return fmt::format("{} ({} to {} in {})", middle, show_rate(rate, figure.low),
                     show_rate(rate, figure.high), counted(cell.passes(), "pass", "passes"));
}

std::string show_part(double part) {
  const double percent = 100 * part;
  return fmt::format("{:.{}f}%", percent, percent < 9.95 ? 1 : 0);
}

std::vector<std::string> scenario_of(const table::Table& table, const Cell& cell) {
  const std::string& id = table.rows[cell.used.front()].scenario;
  return id.empty() ? std::vector<std::string>{} : std::vector{id};
}

nlohmann::ordered_json rate_json(const Cells& cells, const SoundCell& cell) {
  return {{"operation", cells.operation(*cell.places)}, {"rate", json_number(cell.rate().middle)},
          {"low", json_number(cell.rate().low)},        {"high", json_number(cell.rate().high)},
          {"rate_unit", cells.rate(*cell.places).unit}, {"passes", cell.passes()}};
}

}  // namespace gauntlet::orchestrator::report::findings
