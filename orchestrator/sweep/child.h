// A child process that writes lines on stdout: started in a process group of its own, dead with its
// parent, never waited for without a deadline.
#pragma once

#include <sys/resource.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.h"

namespace gauntlet::orchestrator {

using SteadyTime = std::chrono::steady_clock::time_point;

struct ChildOptions {
  std::vector<std::string> argv{};  // argv[0] is a path, or a name looked up in PATH
  std::string stderr_file{};        // appended to; empty: the parent's own stderr
  int interrupt_fd = -1;            // readable: whatever waits gives up; not owned, not read
};

struct ExitStatus {
  int code = -1;   // exit code; -1 when a signal ended it
  int signal = 0;  // that signal, or 0
  rusage usage{};

  bool clean() const { return code == 0; }
};

// "exited with 3" or "was ended by signal 9 (Killed)".
std::string to_string(const ExitStatus& status);

enum class Got { kLine, kEnd, kLate, kInterrupted };

// Owns the process: destroying it kills its whole group and reaps it. Must be started by a thread
// that outlives it (the kernel kills the child when that thread ends).
class Child {
 public:
  // Throws Error (kUnable) that names the program when it cannot be run.
  explicit Child(ChildOptions options);
  Child(Child&&) = delete;
  ~Child();

  int pid() const { return pid_; }

  // The next line of stdout, without its end. A last line without an end counts as a line.
  Got read_line(std::string& line, SteadyTime deadline);

  void send_signal(int signal);
  void close_stdin() { stdin_.reset(); }

  // Waits for the end, draining stdout (read_line still returns what came). Nothing when the
  // deadline passes or the wait is interrupted.
  std::optional<ExitStatus> wait(SteadyTime deadline);

  // Kills the group and reaps the child.
  ExitStatus kill();

 private:
  void fill();
  bool take_line(std::string& line);
  ExitStatus reap();

  ChildOptions options_;
  int pid_ = -1;
  UniqueFd pidfd_;
  UniqueFd stdin_;
  UniqueFd stdout_;
  std::string buffer_;
  bool end_of_output_ = false;
  std::optional<ExitStatus> status_;
};

}  // namespace gauntlet::orchestrator
