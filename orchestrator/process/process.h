// A running program, as the runner sees it: lines on stdout, signals, an end. Child is the real
// one; tests put one in its place that follows a script.
#pragma once

#include <sys/resource.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/process/place.h"

namespace gauntlet::orchestrator::process {

using SteadyTime = std::chrono::steady_clock::time_point;

struct ExitStatus {
  int code = -1;   // exit code; -1 when a signal ended it
  int signal = 0;  // that signal, or 0
  rusage usage{};
  int left_running = 0;  // processes that it had started, and that had to be ended after it

  bool clean() const { return code == 0; }
};

// "exited with 3" or "was ended by signal 9 (Killed)".
std::string to_string(const ExitStatus& status);

enum class Got { kLine, kEnd, kLate, kInterrupted, kTooLong };

// Of a program's line, in bytes. The longest honest one is the report of thousands of clients.
inline constexpr std::size_t kLongestLine = std::size_t{16} * 1024 * 1024;

// Destroying it ends the process.
class Process {
 public:
  virtual ~Process() = default;

  virtual int pid() const = 0;

  // The next line of stdout, without its end. A last line without an end counts as a line. kTooLong
  // when it is longer than kLongestLine, and from then on.
  virtual Got read_line(std::string& line, SteadyTime deadline) = 0;

  virtual void send_signal(int signal) = 0;
  // The same to all processes of its group.
  virtual void send_to_group(int signal) = 0;

  // From now on an interrupt no longer ends a wait: for stopping in good order.
  virtual void ignore_interrupts() = 0;

  // Waits for the end, draining stdout (read_line still returns what came) as far as memory for it
  // goes. Nothing when the deadline passes or the wait is interrupted.
  virtual std::optional<ExitStatus> wait(SteadyTime deadline) = 0;

  // Kills whatever still runs.
  virtual ExitStatus kill() = 0;
};

// Starts argv in a place with its stderr appended to a file. Throws Error (kUnable) when it cannot.
using Launcher = std::function<std::unique_ptr<Process>(
    const std::vector<std::string>& argv, const std::string& stderr_file, const Place& place)>;

}  // namespace gauntlet::orchestrator::process
