#include "orchestrator/run/parts/events.h"

#include <utility>

namespace gauntlet::orchestrator::run::parts {

Events::Events(RunState& run, std::vector<OwnServer*> pools)
    : run_(run), pools_(std::move(pools)), events_(run.scenario.events()) {}

void Events::start() {
  begin_ = std::chrono::steady_clock::now() + run_.scenario.duration("warmup");
}

std::optional<process::SteadyTime> Events::next() const {
  if (done_ == events_.size()) return std::nullopt;
  return begin_ + events_[done_].at;
}

void Events::act() {
  for (auto due = next(); due && *due <= std::chrono::steady_clock::now(); due = next()) {
    const contract::Event& event = events_[done_++];
    EventSeen seen{.at = std::chrono::steady_clock::now(), .what = contract::describe(event)};
    seen.problem = pools_.at(event.mirror)->undergo(event);
    run_.seen.events.push_back(std::move(seen));
  }
}

}  // namespace gauntlet::orchestrator::run::parts
