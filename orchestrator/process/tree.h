// A program of anybody's, with all the processes that it starts, however often they fork: kept
// together by a process of its own (keeper.h), which ends them when this program ends, even when it
// is killed. Its stdout and stderr go to a log.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "orchestrator/process/keeper.h"
#include "orchestrator/process/place.h"
#include "orchestrator/process/process.h"

namespace gauntlet::orchestrator::process {

struct TreeOptions {
  std::vector<std::string> argv{};
  std::string log{};      // appended to; empty: nowhere
  int interrupt_fd = -1;  // readable: whatever waits gives up; not owned, not read
  Place place{};          // needed until it runs
};

class Tree final : public Process {
 public:
  // Throws Error (kUnable) that names the program when it cannot be run.
  explicit Tree(TreeOptions options);
  Tree(Tree&&) = delete;
  ~Tree() override { kill(); }

  int pid() const override { return keeper_; }  // of the keeper: the others are its descendants

  Got read_line(std::string&, SteadyTime) override { return Got::kEnd; }
  void send_signal(int signal) override;
  void send_to_group(int signal) override;
  void ignore_interrupts() override { options_.interrupt_fd = -1; }
  std::optional<ExitStatus> wait(SteadyTime deadline) override;

  // Ends all that still run. The status then says what they used and how many were left.
  ExitStatus kill() override;

 private:
  News read_news();

  TreeOptions options_;
  pid_t keeper_ = -1;
  pid_t program_ = -1;
  UniqueFd news_;
  UniqueFd control_;
  std::optional<ExitStatus> status_{};
};

}  // namespace gauntlet::orchestrator::process
