// The campaigns that a page starts, one at a time, each in a process of its own.
#pragma once

#include <string>
#include <vector>

#include "orchestrator/dashboard/live_page.h"
#include "orchestrator/dashboard/program.h"

namespace gauntlet::orchestrator::dashboard {

class Campaigns {
 public:
  // Becomes the control of the page, which outlives it.
  explicit Campaigns(LivePage& page);
  Campaigns(Campaigns&&) = delete;

 private:
  void start(std::vector<std::string> arguments);
  net::Awaitable<void> follow(std::vector<std::string> arguments);

  LivePage& page_;
  const CampaignProcess* running_ = nullptr;
};

}  // namespace gauntlet::orchestrator::dashboard
