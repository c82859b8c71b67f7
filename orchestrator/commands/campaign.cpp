#include "orchestrator/commands/campaign.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/output.h"
#include "base/program.h"
#include "orchestrator/dashboard/own_campaign.h"
#include "orchestrator/process/child.h"

namespace gauntlet::orchestrator::commands {

void add_campaign(CLI::App& app, CampaignOptions& options, const std::string& quiet) {
  app.add_option("--results", options.results, "Folder for the tables and what goes with them")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--data", options.data,
                 "Folder in which the test files are made, in a folder of their own that is "
                 "removed afterwards (default: that of the results)")
      ->type_name("DIR");
  app.add_option(
         "--out", options.asked,
         fmt::format("Tell what happens while it happens, in {}: each event a line of JSON, "
                     "added to a file or a FIFO (results/README.md); repeatable",
                     outputs::choices()))
      ->type_name("NAME=TARGET")
      ->allow_extra_args(false);
  CLI::Option* dashboard = app.add_flag("--dashboard", options.dashboard,
                                        "Serve a page that shows it while it runs, on 127.0.0.1");
  add_port(app, "--dashboard-port", options.dashboard_port, "Port of that page; 0: a free one")
      ->needs(dashboard);
  app.add_flag("--quiet", options.quiet, quiet);
}

sweep::Outputs make_asked(const CampaignOptions& options) {
  sweep::Outputs asked = outputs::make_asked(options.asked);
  if (!options.dashboard) return asked;
  dashboard::OwnPage page =
      dashboard::make_own_page({.port = options.dashboard_port}, {.results = options.results});
  say("orchestrator: watch it at {}\n", page.url);
  asked.push_back(std::move(page.output));
  return asked;
}

std::filesystem::path data_folder(const CampaignOptions& options) {
  return options.data.empty() ? options.results : options.data;
}

outputs::ProgressStyle progress_style(const CampaignOptions& options) {
  return options.quiet ? outputs::ProgressStyle::kNone : outputs::style_for_stderr();
}

process::Launcher make_launcher(const process::Interrupt& interrupt) {
  return [fd = interrupt.fd()](const std::vector<std::string>& argv, const std::string& log,
                               const process::Place& place) {
    return std::make_unique<process::Child>(process::ChildOptions{
        .argv = argv, .stderr_file = log, .interrupt_fd = fd, .place = place});
  };
}

}  // namespace gauntlet::orchestrator::commands
