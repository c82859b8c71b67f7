#include <variant>

#include "base/program.h"
#include "orchestrator/options.h"

int main(int argc, char** argv) {
  namespace orchestrator = gauntlet::orchestrator;
  return gauntlet::run_program("orchestrator", [&] {
    return std::visit([](const auto& options) { return execute(options); },
                      orchestrator::parse_options(argc, argv));
  });
}
