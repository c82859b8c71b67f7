// A child process that writes lines on stdout: started in a process group of its own, dead with its
// parent, never waited for without a deadline.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "orchestrator/process/place.h"
#include "orchestrator/process/process.h"

namespace gauntlet::orchestrator::process {

struct ChildOptions {
  std::vector<std::string> argv{};  // argv[0] is a path, or a name looked up in PATH
  std::string stderr_file{};        // appended to; empty: the parent's own stderr
  bool joins_streams = false;       // what goes to stderr is read as lines, too
  int interrupt_fd = -1;            // readable: whatever waits gives up; not owned, not read
  Place place{};                    // needed until it runs
};

// Owns the process: destroying it kills its whole group and reaps it. Must be started by a thread
// that outlives it (the kernel kills the child when that thread ends).
class Child final : public Process {
 public:
  // Throws Error (kUnable) that names the program when it cannot be run.
  explicit Child(ChildOptions options);
  Child(Child&&) = delete;
  ~Child() override;

  int pid() const override { return pid_; }

  Got read_line(std::string& line, SteadyTime deadline) override;
  void send_signal(int signal) override;
  void send_to_group(int signal) override;
  void ignore_interrupts() override { options_.interrupt_fd = -1; }
  void close_stdin() { stdin_.reset(); }
  std::optional<ExitStatus> wait(SteadyTime deadline) override;

  // Kills the group and reaps the child.
  ExitStatus kill() override;

 private:
  bool fill();
  bool has_room() const { return buffer_.size() <= kLongestLine; }
  bool wants_output() const { return !end_of_output_ && has_room(); }
  bool take_line(std::string& line);
  ExitStatus reap();

  ChildOptions options_;
  int pid_ = -1;
  UniqueFd pidfd_;
  UniqueFd stdin_;
  UniqueFd stdout_;
  std::string buffer_;        // at most kLongestLine and one read
  std::size_t searched_ = 0;  // of it, in vain, for the end of a line
  bool end_of_output_ = false;
  std::optional<ExitStatus> status_;
};

}  // namespace gauntlet::orchestrator::process
