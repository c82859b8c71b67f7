#include "orchestrator/commands/dashboard.h"

#include <CLI/CLI.hpp>

#include "base/output.h"
#include "base/program.h"
#include "orchestrator/dashboard/campaigns.h"
#include "orchestrator/process/interrupt.h"

namespace gauntlet::orchestrator::commands {

CLI::App* add_command(CLI::App& app, DashboardOptions& options) {
  CLI::App* command = app.add_subcommand(
      "dashboard", "Serve a page from which runs are started, watched, and looked back at");
  add_port(*command, "--port", options.address.port, "Port of the page; 0: a free one");
  command
      ->add_option("--bind", options.address.bind,
                   "Address of the page. Beyond this machine, what changes something needs the "
                   "token that is in the address printed at the start")
      ->type_name("HOST")
      ->capture_default_str();
  command
      ->add_option("--results", options.folders.results,
                   "Folder of the runs that it shows and adds to")
      ->type_name("DIR")
      ->capture_default_str();
  command
      ->add_option("--scenarios", options.folders.scenarios,
                   "Folder of the matrix files that may be run")
      ->type_name("DIR")
      ->capture_default_str();
  command->footer(
      "The page's address is printed when it can be opened; Ctrl-C ends it, and the run that it "
      "has\n"
      "started. docs/dashboard.md says what it shows, and what programs can ask it for.\n\n"
      "Examples:\n"
      "  orchestrator dashboard\n"
      "  orchestrator dashboard --port 0 --results /tmp/results\n"
      "  orchestrator dashboard --bind 0.0.0.0");
  return command;
}

ExitCode execute(const DashboardOptions& options) {
  const process::Interrupt interrupt;
  dashboard::LivePage page(options.address, options.folders);
  const dashboard::Campaigns campaigns(page);
  print("{}\n", page.url());
  if (flush_stdout() != 0) return ExitCode::kUnable;
  page.run(interrupt.fd());
  return ExitCode::kOk;
}

}  // namespace gauntlet::orchestrator::commands
