// Every event of a campaign as a line of JSON in a file, as it happens.
#pragma once

#include <memory>
#include <string>

#include "orchestrator/sweep/output.h"

namespace gauntlet::orchestrator::outputs {

// Adds to the file, which may be a FIFO. Throws Error (kBadInput) when it cannot be written to.
std::shared_ptr<sweep::Output> make_jsonl(const std::string& file);

}  // namespace gauntlet::orchestrator::outputs
