#include "orchestrator/report/findings/extremes.h"

#include <fmt/format.h>

#include <algorithm>

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

bool is_slower(const SoundCell& a, const SoundCell& b) { return a.rate().middle < b.rate().middle; }

// Its rate as a part of the highest one of the same volume: small files are slower by their size
// alone. Not finite where that is 0.
double part_of_fastest(const std::vector<SoundCell>& sound, const SoundCell& cell) {
  double highest = 0;
  for (const SoundCell& other : sound)
    if ((*other.places)[kVolume] == (*cell.places)[kVolume])
      highest = std::max(highest, other.rate().middle);
  return cell.rate().middle / highest;
}

void add_fastest(const table::Table& table, const Cells& cells, const std::vector<SoundCell>& sound,
                 Findings& findings) {
  const auto fastest = std::max_element(sound.begin(), sound.end(), is_slower);
  Finding best = finding_of(table, cells, *fastest, "fastest", "Fastest ");
  const std::size_t others = as_fast(sound, *fastest);
  best.figures["as_fast"] = others;
  if (others > 0)
    best.text +=
        fmt::format("; the passes of {} reach into this range", counted(others, "other cell"));
  findings.push_back(std::move(best));
}

// None where no cell is slower than the fastest one of its volume by half a percent.
void add_slowest(const table::Table& table, const Cells& cells, const std::vector<SoundCell>& sound,
                 Findings& findings) {
  constexpr double kAsFast = 0.995;
  const auto slowest =
      std::min_element(sound.begin(), sound.end(), [&](const SoundCell& a, const SoundCell& b) {
        return part_of_fastest(sound, a) < part_of_fastest(sound, b);
      });
  const double part = part_of_fastest(sound, *slowest);
  if (!(part < kAsFast)) return;
  Finding worst = finding_of(table, cells, *slowest, "slowest", "Slowest ");
  worst.figures["part_of_fastest"] = json_number(part);
  const bool one_volume = cells.axes[kVolume].values.size() == 1;
  worst.text +=
      fmt::format(", {} of the fastest{}", show_part(part), one_volume ? "" : " of that volume");
  findings.push_back(std::move(worst));
}

}  // namespace

Findings extremes(const table::Table& table, const Cells& cells) {
  Findings findings;
  for (std::size_t operation = 0; operation < cells.axes[kOperation].values.size(); ++operation) {
    const std::vector<SoundCell> sound = sound_cells(cells, operation);
    if (sound.size() == 1) findings.push_back(finding_of(table, cells, sound.front(), "rate", ""));
    if (sound.size() < 2) continue;
    add_fastest(table, cells, sound, findings);
    add_slowest(table, cells, sound, findings);
  }
  return findings;
}

}  // namespace gauntlet::orchestrator::report::findings
