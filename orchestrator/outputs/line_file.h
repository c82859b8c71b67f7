// A file, FIFO or device to which lines are added, and which never makes its writer wait longer
// than it wants to.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/unique_fd.h"

namespace gauntlet::orchestrator::outputs {

class LineFile {
 public:
  // Adds to a file that is there; a FIFO that nobody reads yet is opened when somebody does. Throws
  // Error (kBadInput) when it can certainly not be written to.
  explicit LineFile(std::string path);

  // Takes what it can off the front of the text, which holds whole lines but for what an earlier
  // call has taken, until nothing is left or the deadline has come. When the reader of a FIFO goes,
  // the rest of a line that was begun is dropped, so that the next reader begins with a whole one.
  // Returns the number of lines that were dropped.
  std::uint64_t write(std::string& text, std::chrono::steady_clock::time_point deadline);

  // What the last write has left will not come: the next line begins on a line of its own.
  void give_up();

  // Why the last write has left something; empty when it has not.
  const std::string& problem() const { return problem_; }

 private:
  int open();  // 0, or errno

  std::string path_;
  UniqueFd fd_{};
  bool within_line_ = false;       // the last byte that was taken did not end a line
  bool begin_with_break_ = false;  // what is there ends within a line
  std::string problem_{};
};

}  // namespace gauntlet::orchestrator::outputs
