// How server_pool and client_pool are called for a scenario. Pure, but for finding them.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "orchestrator/matrix/scenario.h"

namespace gauntlet::orchestrator::run {

// Uploads go into a folder of the scenario's own, which is emptied after it (sweep/files.h): the
// server's counters are then those of the measured requests alone.
inline constexpr const char* kKeepUploads = "--keep-uploads";

// Paths of the two programs, and which flags of settings they do not know, being older: these are
// left out.
struct Programs {
  std::string server_pool{};
  std::string client_pool{};
  std::set<std::string> server_lacks{};
  std::set<std::string> client_lacks{};
};

// Where the clients find the files.
struct Endpoint {
  std::string host{};
  std::string ports{};           // with commas
  std::string path = "/files/";  // of the folder, with its query
};

// In the folder; empty: beside this program's own executable. Throws Error (kUnable) that names the
// one that is not there.
Programs find_programs(const std::filesystem::path& folder);

std::vector<std::string> server_command(const Programs& programs, const matrix::Scenario& scenario,
                                        const std::filesystem::path& root);
std::vector<std::string> client_command(const Programs& programs, const matrix::Scenario& scenario,
                                        const Endpoint& server);

}  // namespace gauntlet::orchestrator::run
