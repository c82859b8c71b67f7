// Something that a table says, in words.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace gauntlet::orchestrator::report::findings {

enum class Level {
  kGood,
  kInfo,
  kWarning,  // what to keep in mind when the figures are read
  kBad,      // something failed, or nothing can be said
};
const char* to_string(Level level);  // "good", "info", "warning", "bad"

struct Finding {
  std::string kind{};  // a word for programs, as docs/report.md lists them
  Level level = Level::kInfo;
  std::string text{};                    // a sentence with its figures and their units
  nlohmann::ordered_json figures{};      // the numbers behind it, by name
  std::vector<std::string> scenarios{};  // ids of those that it is about; none: of all
};

using Findings = std::vector<Finding>;

}  // namespace gauntlet::orchestrator::report::findings
