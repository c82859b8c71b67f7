// Hints for those who are about to measure something else than they think.
#pragma once

#include <string>
#include <vector>

#include "client_pool/workspace.h"

namespace gauntlet::client_pool {

// Sentences; none when there is nothing to say, and with --json: a program that reads reports runs
// client_pool many times over, and says such things itself, once (orchestrator does).
std::vector<std::string> advice(const Plan& plan);

}  // namespace gauntlet::client_pool
