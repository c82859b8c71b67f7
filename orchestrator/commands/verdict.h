// What the commands that judge two tables have in common: how to judge, and how to show it.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/diff/comparison.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct VerdictOptions {
  diff::CompareOptions compare{};      // all but metrics and calibration
  std::vector<std::string> metrics{};  // as on the command line
  std::vector<std::string> formats{};
  std::vector<std::string> outputs{};  // the k-th is for the k-th format
  std::string plot{};                  // file; empty: none
  bool explain = false;
};

void add_metric(CLI::App& app, std::vector<std::string>& metrics);
void add_verdict(CLI::App& app, VerdictOptions& options);

// Throws Error (kBadInput) for options that do not fit together, and for files that cannot be
// written.
diff::CompareOptions complete(const VerdictOptions& options);

// To the files, and the rest to stdout. False when a file or the picture could not be made, which
// is said on stderr.
bool present(const diff::Comparison& comparison, const VerdictOptions& options);

}  // namespace gauntlet::orchestrator::commands
