// What an analysis says in the end: for people, and as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "orchestrator/packets/analysis.h"

namespace gauntlet::orchestrator::packets {

// Totals, then a line for each of at most so many connections.
std::string summary_text(const Analysis& analysis, std::size_t most_connections);

// Totals and the list of connections. What was not measured is not there.
nlohmann::ordered_json summary_json(const Analysis& analysis);

// Why counts of packets mean little, when they do: a sentence; else empty.
std::string offload_sentence(const Figures& totals);

}  // namespace gauntlet::orchestrator::packets
