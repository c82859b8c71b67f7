#include "orchestrator/run/observed.h"

#include <fmt/format.h>

#include <algorithm>

namespace gauntlet::orchestrator::run {
namespace {

template <typename Line>
std::vector<Line> lines_of(const Observed& seen, std::optional<Line> PoolLines::*which) {
  std::vector<Line> lines;
  for (const PoolLines& pool : seen.pools)
    if (pool.*which) lines.push_back(*(pool.*which));
  return lines;
}

}  // namespace

std::string name_of_pool(std::size_t number) {
  return number == 0 ? matrix::kServerPool : fmt::format("mirror {}", number);
}

std::vector<contract::ReadyLine> ready_lines(const Observed& seen) {
  return lines_of(seen, &PoolLines::ready);
}

std::vector<contract::StoppedLine> stopped_lines(const Observed& seen) {
  return lines_of(seen, &PoolLines::stopped);
}

std::optional<Duration> time_of(const EventSeen& event, const Observed& seen) {
  if (!seen.report || !seen.report->totals || !seen.report->totals->counting_ns)
    return std::nullopt;
  return event.at.time_since_epoch() - Duration(*seen.report->totals->counting_ns);
}

bool was_killed(const Observed& seen) {
  return std::any_of(seen.pools.begin(), seen.pools.end(),
                     [](const PoolLines& pool) { return pool.killed; });
}

void note_trouble(Observed& seen, const char* status, const std::string& sentence) {
  if (!seen.trouble) seen.trouble = Trouble{status, sentence};
}

}  // namespace gauntlet::orchestrator::run
