// Runs gnuplot.
#pragma once

#include <filesystem>
#include <string>

#include "base/own_folder.h"
#include "orchestrator/report/pictures/script.h"

namespace gauntlet::orchestrator::report::pictures {

// A folder of its own beneath the system's temporary one, removed with all that is in it.
struct TemporaryFolder : OwnFolder {
  TemporaryFolder();  // throws Error (kUnable)
};

// Draws into work/NAME.FORMAT, with what gnuplot reads beside it. Returns one sentence when gnuplot
// is missing, fails or is late; an empty text when all went well. Throws Error (kUnable) when work
// cannot be written.
std::string run_gnuplot(const Drawing& drawing, const std::string& format,
                        const std::filesystem::path& work);

}  // namespace gauntlet::orchestrator::report::pictures
