// The options and the set-up that run, ab, capacity and calibrate share.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "orchestrator/dashboard/live_page.h"
#include "orchestrator/outputs/outputs.h"
#include "orchestrator/process/interrupt.h"
#include "orchestrator/process/process.h"

namespace CLI {
class App;
}

namespace gauntlet::orchestrator::commands {

struct CampaignOptions {
  std::string results = "results";
  std::string data{};                // empty: within the folder of the results
  std::vector<std::string> asked{};  // outputs, as --out names them
  bool quiet = false;
  bool dashboard = false;  // serve a page of the campaign while it runs
  std::uint16_t dashboard_port = dashboard::PageAddress{}.port;
  std::vector<std::string> command_line{};  // for the record
};

// quiet: what --quiet leaves out.
void add_campaign(CLI::App& app, CampaignOptions& options, const std::string& quiet);

// The outputs that were asked for, the live page among them, whose address is said on stderr.
// Throws Error.
sweep::Outputs make_asked(const CampaignOptions& options);

// In which the test files are made.
std::filesystem::path data_folder(const CampaignOptions& options);

// On stderr, unless it is to be quiet.
outputs::ProgressStyle progress_style(const CampaignOptions& options);

// Starts real processes, whose waits end when the interrupt is raised; it outlives them.
process::Launcher make_launcher(const process::Interrupt& interrupt);

}  // namespace gauntlet::orchestrator::commands
