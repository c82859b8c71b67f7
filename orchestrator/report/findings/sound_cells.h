// The cells whose figures carry a claim, and how they are named in one. Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "orchestrator/report/cells.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::report::findings {

// Refers to the cells that it was found in.
struct SoundCell {
  const Places* places = nullptr;
  const Cell* cell = nullptr;

  const Figure& rate() const { return *cell->rate; }
  std::size_t passes() const { return cell->used.size(); }
};

// Those of an operation, by its place on the axis, that have a rate of rows that did not fail and
// are not known to be invalid.
std::vector<SoundCell> sound_cells(const Cells& cells, std::size_t operation);
bool any_sound(const Cells& cells);

// The settings that vary, but for the operation and these: "thread, 10 MiB, 50 clients"; empty
// where nothing else varies.
std::string describe_without(const Cells& cells, const Places& places,
                             const std::vector<std::size_t>& without = {});

// "7.45 GiB/s", "1,234 requests/s".
std::string show_rate(const Rate& rate, double value);
// "7.45 GiB/s (7.40 GiB/s to 7.51 GiB/s in 3 passes)", without the range of a single pass.
std::string show_figure(const Rate& rate, const SoundCell& cell);
// "12%", "3.4%".
std::string show_part(double part);

// The scenario of a cell; empty in tables without ids.
std::vector<std::string> scenario_of(const table::Table& table, const Cell& cell);

nlohmann::ordered_json rate_json(const Cells& cells, const SoundCell& cell);

}  // namespace gauntlet::orchestrator::report::findings
