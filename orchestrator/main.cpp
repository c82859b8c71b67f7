#include <variant>

#include "base/program.h"
#include "orchestrator/commands.h"
#include "orchestrator/options.h"

namespace {

using namespace gauntlet::orchestrator;

struct Execute {
  gauntlet::ExitCode operator()(const RunOptions& options) const { return run(options); }
  gauntlet::ExitCode operator()(const ListOptions& options) const { return list(options); }
  gauntlet::ExitCode operator()(const ValidateOptions& options) const { return validate(options); }
  gauntlet::ExitCode operator()(const PlotOptions& options) const { return plot(options); }
};

}  // namespace

int main(int argc, char** argv) {
  return gauntlet::run_program("orchestrator",
                               [&] { return std::visit(Execute{}, parse_options(argc, argv)); });
}
