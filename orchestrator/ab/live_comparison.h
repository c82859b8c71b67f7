// A live comparison: both builds back to back in every scenario, pass after pass, until their
// verdict is clear.
#pragma once

#include <filesystem>
#include <optional>

#include "orchestrator/ab/build.h"
#include "orchestrator/diff/comparison.h"
#include "orchestrator/sweep/campaign.h"
#include "orchestrator/sweep/plan.h"

namespace gauntlet::orchestrator::ab {

struct Sides {
  sweep::Side base;
  sweep::Side fresh;
};

// With new tables ab_<YYYYmmdd_HHMMSS>_base.csv and ..._new.csv in the folder; what their names
// have in common is the comparison's id. Throws Error (kUnable) when they cannot be made.
Sides make_sides(const std::filesystem::path& results, const Build& base, const Build& fresh);

// At most plan.repeats.passes passes, within plan.budget where there is one, in a campaign that has
// begun. The verdict of the last look, whose levels are the part that is due to a look; nothing
// when it was interrupted. All rows so far are in the tables then. Throws Error as Campaign::run
// and compare do.
std::optional<diff::Comparison> compare_live(const sweep::Plan& plan,
                                             const diff::CompareOptions& judging,
                                             const Sides& sides, sweep::Campaign& campaign);

}  // namespace gauntlet::orchestrator::ab
