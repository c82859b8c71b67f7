// How a table was measured, for whoever reads its report. Pure.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/report/cells.h"
#include "orchestrator/report/document/source.h"

namespace gauntlet::orchestrator::report::document {

// Sentences. Of settings that vary, and of what the table does not know, they say nothing.
std::vector<std::string> method_of(const Source& source, const Cells& cells);

}  // namespace gauntlet::orchestrator::report::document
