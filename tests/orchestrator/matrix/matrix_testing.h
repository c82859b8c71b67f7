// What the tests of the matrix have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"
#include "orchestrator/matrix/matrix.h"

namespace gauntlet::orchestrator::matrix {

// The required settings, for files that are about others.
inline constexpr const char* kRequired =
    "settings: {mode: thread, operation: get, volume: 10, client_pool: 1, server_pool: 1}\n";

inline std::vector<Scenario> expand_text(std::string_view text, const Selection& selection = {}) {
  return expand(load_matrix(text, "test.yaml"), selection);
}

inline std::vector<std::string> ids(const std::vector<Scenario>& scenarios) {
  std::vector<std::string> result;
  for (const Scenario& scenario : scenarios) result.push_back(scenario.id);
  return result;
}

// The sentence with which the text is refused; empty when it is not.
inline std::string refusal(std::string_view text, const Selection& selection = {}) {
  try {
    expand_text(text, selection);
    return "";
  } catch (const Error& error) {
    return error.code() == ExitCode::kBadInput ? error.what() : "wrong exit code";
  }
}

}  // namespace gauntlet::orchestrator::matrix
