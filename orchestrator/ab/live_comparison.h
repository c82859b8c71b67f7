// A live comparison: two builds, or two values of a setting, back to back in every scenario, pass
// after pass, until their verdict is clear.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "orchestrator/ab/build.h"
#include "orchestrator/diff/comparison.h"
#include "orchestrator/sweep/campaign.h"
#include "orchestrator/sweep/plan.h"

namespace gauntlet::orchestrator::ab {

struct Sides {
  sweep::Side base;
  sweep::Side fresh;
};

// What both sides run; the scenarios of the plan are those of the base.
struct Trial {
  sweep::Plan plan{};
  std::vector<matrix::Scenario> fresh{};  // the same with the settings of the new side
};

// Of the plans of both sides, which may differ in the values of some settings. Throws Error
// (kBadInput) when they ask for different operations, or are not of the same scenarios but for
// these settings, each of which has one value on a side.
Trial make_trial(sweep::Plan base, sweep::Plan fresh);

// With new tables ab_<YYYYmmdd_HHMMSS>_base.csv and ..._new.csv in the folder; what their names
// have in common is the comparison's id. Throws Error (kUnable) when they cannot be made.
Sides make_sides(const std::filesystem::path& results, const Build& base, const Build& fresh);

// At most plan.repeats.passes passes, within plan.budget where there is one, in a campaign that has
// begun and is prepared for both sides. The verdict of the last look, whose levels are the part
// that is due to a look; nothing when it was interrupted. All rows so far are in the tables then.
// Throws Error as Campaign::run and compare do, and (kUnable) after the first pass when a side's
// server came up in no scenario.
std::optional<diff::Comparison> compare_live(const Trial& trial,
                                             const diff::CompareOptions& judging,
                                             const Sides& sides, sweep::Campaign& campaign);

}  // namespace gauntlet::orchestrator::ab
