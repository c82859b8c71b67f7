// A report as one HTML file that opens from a disk and asks no network for anything.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace gauntlet::orchestrator::report::document {

// The page of report/web with all its styles and scripts in it, and with the document that it
// shows. Whatever the document holds is data there: it can neither end its element nor become
// markup.
std::string make_page(const nlohmann::ordered_json& document);

}  // namespace gauntlet::orchestrator::report::document
