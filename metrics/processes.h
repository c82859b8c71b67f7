// All processes of this machine and what they used of its CPUs, read a part at a time.
#pragma once

#include <dirent.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "metrics/proc_text.h"

namespace gauntlet::metrics {

// One look at all of them. Those that end meanwhile may be missing, and so may those that begin.
class ProcessScan {
 public:
  // proc: "/proc", or a folder recorded from it. Where there is none, there are no processes.
  explicit ProcessScan(const std::string& proc = "/proc");

  // Reads so many processes more. True: that were all.
  bool go_on(std::size_t most);

  const std::vector<ProcessUse>& processes() const { return processes_; }
  std::vector<ProcessUse> take() { return std::move(processes_); }

 private:
  struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
  };

  void read_process(const char* pid);

  std::unique_ptr<DIR, CloseFolder> folder_;
  std::vector<ProcessUse> processes_{};
};

// The processes of the machine as they are now, in one go.
std::vector<ProcessUse> read_processes();

// What the processes of the later look used between the two: all that it has used, of one that was
// not there before. A pid that is used again is another process.
std::vector<ProcessUse> used_between(const std::vector<ProcessUse>& before,
                                     std::vector<ProcessUse> after);

}  // namespace gauntlet::metrics
