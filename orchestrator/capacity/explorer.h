// Runs scenarios under one load after another until their capacity is known.
#pragma once

#include <vector>

#include "orchestrator/capacity/capacity.h"
#include "orchestrator/sweep/campaign.h"

namespace gauntlet::orchestrator::capacity {

// What is asked of every subject.
struct Question {
  Slo slo{};
  LoadAxis axis = LoadAxis::kRate;
  SearchOptions search{};
  Duration point_duration{};  // of a run; longer where the objective cannot be shown otherwise
  Duration budget{};          // for all subjects together
};

// One capacity for each subject, in their order; none for those after one that was interrupted.
// Each subject gets an equal part of the time that is left, and no run is begun that would end
// beyond it. The campaign, which has begun, says a line for people after each run. Throws Error
// (kUnable) when a row or a report cannot be written.
std::vector<Capacity> explore(const Question& question, const std::vector<Subject>& subjects,
                              const sweep::Side& side, sweep::Campaign& campaign);

}  // namespace gauntlet::orchestrator::capacity
