// A server_pool, which says itself when it is ready and what it did.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "contract/events.h"
#include "metrics/processes.h"
#include "orchestrator/run/parts/part.h"
#include "orchestrator/run/parts/run_state.h"

namespace gauntlet::orchestrator::run::parts {

class OwnServer final : public Part {
 public:
  // number: 0 is the one that the clients know first, and is started when its mirrors, which are 1
  // and more, are ready.
  OwnServer(RunState& run, std::size_t number);

  void start() override;
  void await_ready() override;
  void tell_to_stop() override;
  void stop() override;

  // Does what an event says to it, or to one of its worker processes. Why it could not; empty: it
  // has.
  std::string undergo(const contract::Event& event);

 private:
  std::vector<std::string> command() const;
  std::unique_ptr<process::Process> launched(const std::vector<std::string>& argv) const;
  void read_ready_line();
  std::vector<metrics::ProcessUse> workers() const;
  void kill();
  std::string restart();
  std::string signal_worker(std::uint64_t worker, int signal) const;
  std::string describe_death(const process::ExitStatus& status) const;

  RunState& run_;
  std::size_t number_;
  std::string name_;  // in sentences
  std::unique_ptr<process::Process> process_{};
  bool ended_early_ = false;
  bool down_ = false;  // killed by an event, and not started again
};

}  // namespace gauntlet::orchestrator::run::parts
