// All outputs that there are.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/outputs/progress.h"
#include "orchestrator/sweep/campaign.h"

namespace gauntlet::orchestrator::outputs {

// What --out may be given, for its help: "jsonl=FILE".
std::string choices();

// The outputs that were asked for by --out, such as "jsonl=FILE". Throws Error (kBadInput) that
// names the fix when it is none, or cannot be written to.
sweep::Outputs make_asked(const std::vector<std::string>& asked);

// All outputs of a campaign, in their order: what the sides keep, what people see, and then what
// was asked for. The sides outlive them.
sweep::Outputs make_all(const std::vector<sweep::Side*>& sides, ProgressStyle style,
                        const sweep::Outputs& asked);

}  // namespace gauntlet::orchestrator::outputs
