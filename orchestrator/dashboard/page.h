// The page itself: its files are part of the program.
#pragma once

#include <string>
#include <string_view>

#include "orchestrator/dashboard/request.h"

namespace gauntlet::orchestrator::dashboard {

// index.html. Nothing in it is fetched from elsewhere, and no script runs but its own.
Response front_page();

// A file of web/, or of those that the report's page has, too; 404 where there is none.
Response page_file(std::string_view name);

}  // namespace gauntlet::orchestrator::dashboard
