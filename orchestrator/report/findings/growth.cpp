#include "orchestrator/report/findings/growth.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json_text.h"
#include "base/units.h"
#include "orchestrator/report/findings/sound_cells.h"

namespace gauntlet::orchestrator::report::findings {
namespace {

constexpr std::size_t kLeastPoints = 3;
constexpr double kLeastDifference = 0.1;
constexpr double kFar = 1.2;

// The sound cells of a line, by rising clients.
using LineOfCells = std::vector<SoundCell>;

std::vector<LineOfCells> lines_of_operation(const Cells& cells, std::size_t operation) {
  std::map<Places, LineOfCells> lines;
  for (const SoundCell& cell : sound_cells(cells, operation)) {
    Places others = *cell.places;
    others.erase(others.begin() + kClientPool);
    lines[others].push_back(cell);
  }
  std::vector<LineOfCells> found;
  for (const auto& [others, line] : lines) found.push_back(line);
  return found;
}

struct Growth {
  SoundCell first{};
  SoundCell stop{};  // the fewest clients that reach the best rate
  SoundCell best{};
  SoundCell last{};
  bool grows = false;  // to its last point
  bool falls = false;  // after its best point
  bool flat = false;   // the rate does not depend on the clients
};

bool lower(const SoundCell& a, const SoundCell& b) { return a.rate().middle < b.rate().middle; }

// Whether the rates of two points differ by more than chance.
bool differ(const SoundCell& low, const SoundCell& high) {
  const bool several = low.passes() > 1 && high.passes() > 1;
  if (several) return low.rate().high < high.rate().low;
  return low.rate().middle < high.rate().middle * (1 - kLeastDifference);
}

// Whether no pass of any point is far above the lowest one of the first.
bool is_narrow(const LineOfCells& line) {
  return std::all_of(line.begin(), line.end(), [&line](const SoundCell& cell) {
    return cell.rate().high <= kFar * line.front().rate().low;
  });
}

// Nothing where the points do not carry it.
std::optional<Growth> growth_of(const LineOfCells& line) {
  if (line.size() < kLeastPoints) return std::nullopt;
  const auto best = std::max_element(line.begin(), line.end(), lower);
  const auto stop = std::find_if(line.begin(), best, [best](const SoundCell& cell) {
    return cell.rate().middle >= kAsGood * best->rate().middle;
  });
  const SoundCell& last = line.back();
  Growth growth{.first = line.front(), .stop = *stop, .best = *best, .last = last};
  growth.flat = stop == line.begin();
  growth.grows = stop->cell == last.cell;
  growth.falls = last.rate().middle < kFallen * best->rate().middle && differ(last, *best);
  const bool rose = !growth.flat && differ(growth.first, *stop);
  const bool carried = growth.flat ? growth.falls || is_narrow(line)
                                   : rose && (!growth.grows || differ(*(stop - 1), *stop));
  return carried ? std::optional(growth) : std::nullopt;
}

std::string clients_of(const Cells& cells, const SoundCell& cell) {
  return describe(cells.axes[kClientPool], (*cell.places)[kClientPool]);
}

double client_count(const Cells& cells, const SoundCell& cell) {
  return cells.axes[kClientPool].numbers[(*cell.places)[kClientPool]];
}

const char* word_of(const Growth& growth) {
  if (growth.grows) return "grows";
  if (growth.flat) return "flat";
  return "stops";
}

nlohmann::ordered_json growth_json(const Cells& cells, const Growth& growth) {
  return {{"line", describe_without(cells, *growth.first.places, {kClientPool})},
          {"growth", word_of(growth)},
          {"clients", json_number(client_count(cells, growth.stop))},
          {"rate", json_number(growth.stop.rate().middle)},
          {"rate_of_first", json_number(growth.first.rate().middle)},
          {"rate_of_best", json_number(growth.best.rate().middle)},
          {"rate_of_last", json_number(growth.last.rate().middle)},
          {"rate_unit", cells.rate(*growth.first.places).unit},
          {"falls", growth.falls}};
}

// "is 1.2 GiB/s with 1 client and 2.1 GiB/s with 64, ..." of a line of its own.
std::string describe_line(const Cells& cells, const Growth& growth) {
  const Rate& rate = cells.rate(*growth.first.places);
  const auto point = [&](const SoundCell& cell) {
    return fmt::format("{} with {}", show_rate(rate, cell.rate().middle), clients_of(cells, cell));
  };
  std::string text;
  if (growth.grows)
    text = fmt::format("still grows at {}: {}, {}", clients_of(cells, growth.last),
                       point(growth.first), point(growth.last));
  else if (growth.flat)
    text = fmt::format("does not grow with the clients: {}", point(growth.first));
  else
    text = fmt::format("stops growing at {}: {}, {}", clients_of(cells, growth.stop),
                       point(growth.first), point(growth.stop));
  if (growth.flat && growth.best.cell != growth.first.cell)
    text += fmt::format(", {} at best", point(growth.best));
  if (growth.falls) text += fmt::format("; it falls to {}", point(growth.last));
  return text;
}

// "stops growing at 5 clients in 12 of 18 combinations of the other settings, ...".
// all: combinations, of which nothing can be said where there is no growth.
std::string describe_lines(const Cells& cells, const std::vector<Growth>& growths,
                           std::size_t all) {
  std::map<double, std::size_t> stops;
  std::size_t grows = 0;
  std::size_t flat = 0;
  std::size_t falls = 0;
  for (const Growth& growth : growths) {
    if (growth.grows)
      ++grows;
    else if (growth.flat)
      ++flat;
    else
      ++stops[client_count(cells, growth.stop)];
    if (growth.falls) ++falls;
  }
  std::vector<std::string> parts;
  const auto add = [&](const std::string& what, std::size_t count) {
    if (count == 0) return;
    const std::string of_all = fmt::format(" of {} combinations of the other settings", all);
    parts.push_back(fmt::format("{} in {}{}", what, count, parts.empty() ? of_all : ""));
  };
  for (const auto& [clients, count] : stops)
    add(fmt::format("stops growing at {}", counted(static_cast<std::uint64_t>(clients), "client")),
        count);
  add("still grows at the most clients", grows);
  add("does not grow with the clients", flat);
  add("falls after its best", falls);
  add("scatters too much to say it", all - growths.size());
  return fmt::format("{}", fmt::join(parts, ", "));
}

void add_growth(const Cells& cells, std::size_t operation, Findings& findings) {
  const std::vector<LineOfCells> lines = lines_of_operation(cells, operation);
  std::vector<Growth> growths;
  for (const LineOfCells& line : lines)
    if (const auto growth = growth_of(line)) growths.push_back(*growth);
  if (growths.empty()) return;
  Finding finding{.kind = "growth"};
  finding.figures["operation"] = cells.axes[kOperation].values[operation];
  finding.figures["lines"] = nlohmann::ordered_json::array();
  for (const Growth& growth : growths)
    finding.figures["lines"].push_back(growth_json(cells, growth));
  const std::string line = describe_without(cells, *growths[0].first.places, {kClientPool});
  finding.text =
      fmt::format("Rate of {}{}{}: {}", cells.axes[kOperation].values[operation],
                  lines.size() > 1 || line.empty() ? "" : " with ", lines.size() > 1 ? "" : line,
                  lines.size() > 1 ? describe_lines(cells, growths, lines.size())
                                   : describe_line(cells, growths[0]));
  findings.push_back(std::move(finding));
}

}  // namespace

Findings growth(const Cells& cells) {
  Findings findings;
  // What one client gets falls with how many share the server, and says nothing of its rate.
  if (!cells.axes[kClientPool].numeric() || cells.whose == kOneClient) return findings;
  for (std::size_t operation = 0; operation < cells.axes[kOperation].values.size(); ++operation)
    add_growth(cells, operation, findings);
  return findings;
}

}  // namespace gauntlet::orchestrator::report::findings
