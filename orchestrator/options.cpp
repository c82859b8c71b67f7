#include "orchestrator/options.h"

#include <CLI/CLI.hpp>
#include <tuple>

#include "base/program.h"

namespace gauntlet::orchestrator {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  orchestrator run scenarios/full.yaml\n"
    "  orchestrator run scenarios/full.yaml --only mode=thread,operation=get --set requests=3\n"
    "  orchestrator capacity scenarios/smoke.yaml --slo 'p99 < 50ms' --only mode=thread\n"
    "  orchestrator list scenarios/smoke.yaml\n"
    "  orchestrator run --resume results/orchestrator_results_20260131_120000.csv\n"
    "  orchestrator show results/orchestrator_results_20260131_120000.csv --format markdown\n"
    "  orchestrator report results/orchestrator_results_20260131_120000.csv\n"
    "  orchestrator plot results/orchestrator_results_20260131_120000.csv\n"
    "  orchestrator diff base.csv new.csv\n"
    "  orchestrator ab scenarios/ci.yaml --base old/bin --new build/bin\n"
    "  orchestrator top --watch\n"
    "  orchestrator packets run.pcap\n"
    "  orchestrator trace files.example.org:9000\n"
    "  orchestrator dashboard\n"
    "Exit codes: 0 all well, 1 a scenario failed, 2 bad input, 3 could not run, or what was asked\n"
    "for could not be written, 130 interrupted (docs/output.md).\n"
    "The keys of a matrix file are explained in scenarios/README.md, the columns of a table in\n"
    "results/README.md.";

// Each command's options are filled while parsing; those of the one that was named are returned.
template <typename... Options>
void parse(CLI::App& app, int argc, const char* const* argv, std::variant<Options...>& command) {
  std::tuple<Options...> all;
  const std::vector<CLI::App*> declared = {commands::add_command(app, std::get<Options>(all))...};
  for (CLI::App* one : declared) add_version(*one);
  parse_command_line(app, argc, argv);
  std::size_t i = 0;
  ((declared[i++]->parsed() ? void(command = std::get<Options>(all)) : void()), ...);
}

}  // namespace

Command parse_options(int argc, const char* const* argv) {
  CLI::App app("Runs a file server through a matrix of scenarios: a table, plots, a verdict.",
               "orchestrator");
  add_common(app);
  app.require_subcommand(1);
  app.footer(kExamples);
  Command command;
  parse(app, argc, argv, command);
  std::visit(
      [argc, argv](auto& options) {
        if constexpr (requires { options.campaign; })
          options.campaign.command_line.assign(argv, argv + argc);
      },
      command);
  return command;
}

}  // namespace gauntlet::orchestrator
