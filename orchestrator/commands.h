// What orchestrator can be told to do: one function a subcommand.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "orchestrator/matrix/expand.h"

namespace gauntlet::orchestrator {

struct RunOptions {
  std::string file{};
  Selection selection{};
  std::string results = "results";
  std::string data{};      // empty: within the folder of the results
  std::string programs{};  // empty: the folder of this program
  bool quiet = false;
  bool no_plots = false;
  std::vector<std::string> command_line{};  // for the record
};

struct ListOptions {
  std::string file{};
  Selection selection{};
};

struct ValidateOptions {
  std::string file{};
};

struct PlotOptions {
  std::string table{};
  std::string output{};  // empty: the folder plots/ of the sweep
};

using Command = std::variant<RunOptions, ListOptions, ValidateOptions, PlotOptions>;

// Throw Error. A scenario that fails is no error: it makes run return kFailed.
ExitCode run(const RunOptions& options);
ExitCode list(const ListOptions& options);
ExitCode validate(const ValidateOptions& options);
ExitCode plot(const PlotOptions& options);

}  // namespace gauntlet::orchestrator
