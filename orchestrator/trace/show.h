// A path as people and as programs read it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/text_layout.h"
#include "orchestrator/trace/path.h"

namespace gauntlet::orchestrator::trace {

// "path to files (10.0.0.2): 3 hops, by mtr (TCP); path MTU 1500 bytes"
std::string headline(const Path& path);

// A head, and a row for each hop; what was not measured is "-".
std::vector<TextRow> hop_table(const Path& path);
inline constexpr const char* kHopSides = "><>>>>>";  // as aligned takes it

// All of it: the headline, the hops, the notes. Ends in a line break.
std::string to_text(const Path& path);

// What was not measured is null.
nlohmann::ordered_json to_json(const Path& path);
// Throws Error (kBadInput) that names the key, for what to_json has not written.
Path path_from_json(const nlohmann::json& value);

}  // namespace gauntlet::orchestrator::trace
