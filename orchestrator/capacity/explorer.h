// Runs scenarios under one load after another until their capacity is known.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "orchestrator/capacity/capacity.h"
#include "orchestrator/sweep/sidecar.h"
#include "orchestrator/sweep/turn.h"
#include "orchestrator/table/csv.h"

namespace gauntlet::orchestrator::capacity {

// What is asked of every subject.
struct Question {
  Slo slo{};
  LoadAxis axis = LoadAxis::kRate;
  SearchOptions search{};
  Duration point_duration{};  // of a run; longer where the objective cannot be shown otherwise
  Duration budget{};          // for all subjects together
};

// Where it goes: every run becomes a row, written at once, and its reports go to the sidecar; after
// each run, one line is said for people. All of it outlives the exploring.
struct Logbook {
  const sweep::Sidecar& sidecar;
  table::TableWriter& table;
  const std::function<void(const std::string&)>& say;
};

// One capacity for each subject, in their order; none for those after one that was interrupted.
// Each subject gets an equal part of the time that is left, and no run is begun that would end
// beyond it. Throws Error (kUnable) when a row or a report cannot be written.
std::vector<Capacity> explore(const Question& question, const std::vector<Subject>& subjects,
                              const sweep::Workshop& shop, const Logbook& book);

}  // namespace gauntlet::orchestrator::capacity
