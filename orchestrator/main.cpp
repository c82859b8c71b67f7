#include <variant>

#include "base/program.h"
#include "orchestrator/commands.h"
#include "orchestrator/options.h"

namespace gauntlet::orchestrator {
namespace {

struct Execute {
  ExitCode operator()(const RunOptions& options) const { return run(options); }
  ExitCode operator()(const ListOptions& options) const { return list(options); }
  ExitCode operator()(const ValidateOptions& options) const { return validate(options); }
  ExitCode operator()(const PlotOptions& options) const { return plot(options); }
};

}  // namespace
}  // namespace gauntlet::orchestrator

int main(int argc, char** argv) {
  return gauntlet::run_program("orchestrator", [&] {
    return std::visit(gauntlet::orchestrator::Execute{},
                      gauntlet::orchestrator::parse_options(argc, argv));
  });
}
