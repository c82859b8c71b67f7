#include "orchestrator/report/findings/extremes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/json_text.h"
#include "base/units.h"
#include "orchestrator/report/findings/sound_cells.h"

namespace gauntlet::orchestrator::report::findings {
namespace {

// Of one cell: "get: 7.45 GiB/s", "Fastest get: 7.45 GiB/s with thread, 10 MiB".
Finding finding_of(const table::Table& table, const Cells& cells, const SoundCell& cell,
                   const std::string& kind, const std::string& beginning) {
  const std::string settings = describe_without(cells, *cell.places);
  return {.kind = kind,
          .level = kind == "slowest" ? Level::kInfo : Level::kGood,
          .text = fmt::format("{}{}{}: {}{}{}", beginning, cells.operation(*cell.places),
                              cells.whose == kOneClient ? " of one client" : "",
                              show_figure(cells.rate(*cell.places), cell),
                              settings.empty() ? "" : " with ", settings),
          .figures = rate_json(cells, cell),
          .scenarios = scenario_of(table, *cell.cell)};
}

// How many others have a pass as fast as a pass of the fastest. Of single passes nothing is known.
std::size_t as_fast(const std::vector<SoundCell>& sound, const SoundCell& fastest) {
  if (fastest.passes() < 2) return 0;
  const auto count = std::count_if(sound.begin(), sound.end(), [&fastest](const SoundCell& other) {
    return other.cell != fastest.cell && other.rate().high >= fastest.rate().low;
  });
  return static_cast<std::size_t>(count);
}

void add_extremes(const table::Table& table, const Cells& cells,
                  const std::vector<SoundCell>& sound, Findings& findings) {
  const auto by_rate = [](const SoundCell& a, const SoundCell& b) {
    return a.rate().middle < b.rate().middle;
  };
  const auto [slowest, fastest] = std::minmax_element(sound.begin(), sound.end(), by_rate);
  Finding best = finding_of(table, cells, *fastest, "fastest", "Fastest ");
  const std::size_t others = as_fast(sound, *fastest);
  best.figures["as_fast"] = others;
  if (others > 0)
    best.text +=
        fmt::format("; the passes of {} reach into this range", counted(others, "other cell"));
  findings.push_back(std::move(best));
  Finding worst = finding_of(table, cells, *slowest, "slowest", "Slowest ");
  const double part = slowest->rate().middle / fastest->rate().middle;
  worst.figures["part_of_fastest"] = json_number(part);
  if (std::isfinite(part)) worst.text += fmt::format(", {} of the fastest", show_part(part));
  findings.push_back(std::move(worst));
}

}  // namespace

Findings extremes(const table::Table& table, const Cells& cells) {
  Findings findings;
  for (std::size_t operation = 0; operation < cells.axes[kOperation].values.size(); ++operation) {
    const std::vector<SoundCell> sound = sound_cells(cells, operation);
    if (sound.size() == 1)
      findings.push_back(finding_of(table, cells, sound.front(), "rate", ""));
    else if (!sound.empty())
      add_extremes(table, cells, sound, findings);
  }
  return findings;
}

}  // namespace gauntlet::orchestrator::report::findings
