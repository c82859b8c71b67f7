// client_pool, whose report is what a scenario is run for.
#pragma once

#include <memory>
#include <string>

#include "orchestrator/run/parts/events.h"
#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"

namespace gauntlet::orchestrator::run::parts {

class Clients final : public Part {
 public:
  // events: what is done while they run.
  Clients(RunState& run, Events& events) : run_(run), events_(events) {}

  void start() override;
  void await_report() override;
  void stop() override;

 private:
  process::Got read_report(std::string& line);
  void tell_ready() const;
  void tell_live(const std::string& line) const;

  RunState& run_;
  Events& events_;
  std::unique_ptr<process::Process> process_{};
};

}  // namespace gauntlet::orchestrator::run::parts
