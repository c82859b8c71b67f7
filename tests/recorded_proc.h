// A folder like /proc, with the stat files of processes that a test makes up.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/temporary_folder.h"

namespace gauntlet {

struct RecordedProcess {
  int pid = 1;
  std::string name{"name"};
  std::uint64_t user = 0;    // ticks
  std::uint64_t kernel = 0;  // ticks
  std::uint64_t started = 1;
  int parent = 1;
};

// What /proc/PID/stat says of it.
inline std::string stat_text(const RecordedProcess& process) {
  return std::to_string(process.pid) + " (" + process.name + ") S " +
         std::to_string(process.parent) + " 1 1 0 -1 4194304 100 0 0 0 " +
         std::to_string(process.user) + " " + std::to_string(process.kernel) +
         " 900 900 20 0 1 0 " + std::to_string(process.started) + " 1000 10 18446744073709551615\n";
}

class RecordedProc : public TemporaryFolder {
 public:
  // Adds a process, or changes it.
  void put(const RecordedProcess& process) const {
    const std::string pid = std::to_string(process.pid);
    std::filesystem::create_directories(*this / pid);
    write(pid + "/stat", stat_text(process));
  }
};

}  // namespace gauntlet
