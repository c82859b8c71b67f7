// A report for a pull request or a chat: what is said in words, then the figures.
#pragma once

#include <string>

#include "orchestrator/report/document/source.h"

namespace gauntlet::orchestrator::report::document {

// The title, the findings as a list, then the summary (report/summary.h) with a line for each
// combination of the settings that vary, as far as there is room, and the paths to servers
// elsewhere.
std::string make_markdown(const Source& source);

}  // namespace gauntlet::orchestrator::report::document
