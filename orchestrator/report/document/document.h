// Everything that a report says, as one JSON document: what report.json holds, and what the page
// shows. docs/report.md explains its keys.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "orchestrator/report/document/source.h"

namespace gauntlet::orchestrator::report::document {

inline constexpr const char* kSchema = "gauntlet-report";
// Raised by a change that would mislead who reads this one; not by keys that are added.
inline constexpr int kDocumentVersion = 1;

struct Contents {
  std::vector<Source> sources{};  // at least one: the last one is reported, others are its base
  nlohmann::ordered_json comparison{};  // of the last two (diff/show/format_json.h); null: of none
  std::string made{};                   // when, ISO 8601
};

nlohmann::ordered_json make_document(const Contents& contents);

}  // namespace gauntlet::orchestrator::report::document
