// Runs gnuplot.
#pragma once

#include <filesystem>
#include <string>

#include "orchestrator/report/script.h"

namespace gauntlet::orchestrator {

// A folder of its own beneath the system's temporary one, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();  // throws Error (kUnable)
  TemporaryFolder(TemporaryFolder&&) = delete;
  ~TemporaryFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Draws into work/NAME.FORMAT, with what gnuplot reads beside it. Returns one sentence when gnuplot
// is missing, fails or is late; an empty text when all went well. Throws Error (kUnable) when work
// cannot be written.
std::string run_gnuplot(const Drawing& drawing, const std::string& format,
                        const std::filesystem::path& work);

}  // namespace gauntlet::orchestrator
