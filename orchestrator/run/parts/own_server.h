// A server_pool, which says itself when it is ready and what it did.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

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

 private:
  std::vector<std::string> command() const;
  std::string describe_death(const process::ExitStatus& status) const;

  RunState& run_;
  std::size_t number_;
  std::string name_;  // in sentences
  std::unique_ptr<process::Process> process_{};
  bool ended_early_ = false;
};

}  // namespace gauntlet::orchestrator::run::parts
