// The page of the campaign of this process: an output with a thread of its own.
#pragma once

#include <memory>
#include <string>

#include "orchestrator/dashboard/live_page.h"
#include "orchestrator/sweep/output.h"

namespace gauntlet::orchestrator::dashboard {

// Serves the page until it is destroyed. url: for people. Throws as LivePage does.
struct OwnPage {
  std::shared_ptr<sweep::Output> output{};
  std::string url{};
};
OwnPage make_own_page(const PageAddress& address, const PageFolders& folders);

}  // namespace gauntlet::orchestrator::dashboard
