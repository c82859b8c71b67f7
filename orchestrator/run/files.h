// The files that the scenarios of a sweep need, made once a sweep.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/own_folder.h"
#include "orchestrator/matrix/scenario.h"
#include "orchestrator/process/interrupt.h"

namespace gauntlet::orchestrator::run {

// The file that the clients of a scenario get, below its root.
std::filesystem::path requested_file(const std::filesystem::path& root,
                                     const matrix::Scenario& scenario);

// Bytes that the scenarios' files take, with the largest set of uploads that is on the disk at a
// time.
std::uint64_t space_needed(const std::vector<matrix::Scenario>& scenarios);

// A folder of its own below parent (base/own_folder.h):
//   seed_<seed>/get/file_<volume>MB.bin
//   seed_<seed>/folder_<volume>/file_00001.bin, ... volume files of 1 MiB, to be listed or packed
//   seed_<seed>/tree_<shape>/d1/file_00002.txt, ... a tree instead
//   seed_<seed>/upload/, seed_<seed>/delete/        empty between scenarios
// The digest of every file is stored with it, so that no scenario measures digesting.
class TestFiles {
 public:
  // Stops early, without the remaining files, when it is interrupted. Throws Error (kUnable) when
  // the space does not suffice or a file cannot be made.
  TestFiles(const std::filesystem::path& parent, const std::vector<matrix::Scenario>& scenarios,
            const process::Interrupt& interrupt);

  // Those of more scenarios, in the same way.
  void add(const std::vector<matrix::Scenario>& scenarios, const process::Interrupt& interrupt);

  // The folder that the server of the scenario serves.
  std::filesystem::path root(const matrix::Scenario& scenario) const;

  // For what a program that is not ours needs during a scenario; whoever starts it makes and
  // removes it.
  std::filesystem::path server_folder() const { return folder_.path() / "server"; }

  // Removes what the scenario left there.
  void clean(const matrix::Scenario& scenario) const;

 private:
  OwnFolder folder_;
};

}  // namespace gauntlet::orchestrator::run
