// Hints for those who are about to measure something else than they think.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "client_pool/targets.h"
#include "client_pool/workspace.h"

namespace gauntlet::client_pool {

// One sentence; empty when there is nothing to say. congestion is the one in use.
std::string advice(const std::string& congestion, const std::vector<Target>& targets);

// The same where more targets were named than there are clients: some are asked by nobody.
std::string idle_target_advice(std::size_t targets, std::uint64_t clients);

// Says it on stderr.
void give_advice(const Plan& plan);

}  // namespace gauntlet::client_pool
