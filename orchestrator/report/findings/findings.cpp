#include "orchestrator/report/findings/findings.h"

#include <array>
#include <cstddef>

#include "orchestrator/report/findings/extremes.h"
#include "orchestrator/report/findings/growth.h"
#include "orchestrator/report/findings/limiting.h"
#include "orchestrator/report/findings/modes.h"
#include "orchestrator/report/findings/troubles.h"

namespace gauntlet::orchestrator::report::findings {

const char* to_string(Level level) {
  constexpr std::array<const char*, 4> kNames{"good", "info", "warning", "bad"};
  return kNames.at(static_cast<std::size_t>(level));
}

Findings findings_of(const table::Table& table, const Cells& cells) {
  Findings all;
  for (const Findings& some :
       {nothing_valid(table, cells), extremes(table, cells), growth(cells), modes(cells),
        limiting(table), failures(table), doubts(table), not_judged(table), scatter(table, cells)})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

nlohmann::ordered_json to_json(const Findings& findings) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const Finding& finding : findings)
    json.push_back({{"kind", finding.kind},
                    {"level", to_string(finding.level)},
                    {"text", finding.text},
                    {"figures", finding.figures},
                    {"scenarios", finding.scenarios}});
  return json;
}

}  // namespace gauntlet::orchestrator::report::findings
