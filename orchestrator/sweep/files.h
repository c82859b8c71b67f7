// The files that the scenarios of a sweep need, made once a sweep.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "orchestrator/matrix/scenario.h"
#include "orchestrator/sweep/interrupt.h"

namespace gauntlet::orchestrator {

// Bytes that the scenarios' files take, with the largest set of uploads that is on the disk at a
// time.
std::uint64_t space_needed(const std::vector<Scenario>& scenarios);

// A folder of its own below parent, which is made when it is not there:
//   seed_<seed>/get/file_<volume>MB.bin
//   seed_<seed>/list_<volume>/file_00001.bin, ...   volume files of 1 MiB
//   seed_<seed>/upload/                             empty between scenarios
// The digest of every file is stored with it, so that no scenario measures digesting. Destroying it
// removes the folder.
class TestFiles {
 public:
  // Stops early, without the remaining files, when it is interrupted. Throws Error (kUnable) when
  // the space does not suffice or a file cannot be made.
  TestFiles(const std::filesystem::path& parent, const std::vector<Scenario>& scenarios,
            const Interrupt& interrupt);
  TestFiles(TestFiles&&) = delete;
  ~TestFiles();

  // The folder that the server of the scenario serves.
  std::filesystem::path root(const Scenario& scenario) const;

  // Removes what the scenario uploaded.
  void clean(const Scenario& scenario) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace gauntlet::orchestrator
