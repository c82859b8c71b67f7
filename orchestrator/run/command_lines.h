// How server_pool and client_pool are called for a scenario. Pure, but for finding them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/host_ports.h"
#include "orchestrator/matrix/scenario.h"
#include "orchestrator/run/endpoint.h"

namespace gauntlet::orchestrator::run {

// Uploads go into a folder of the scenario's own, which is emptied after it (sweep/files.h): the
// server's counters are then those of the measured requests alone.
inline constexpr const char* kKeepUploads = "--keep-uploads";
// Before its report, client_pool tells how it goes.
inline constexpr const char* kLive = "--live";
// Of both programs: the file for samples of their connections.
inline constexpr const char* kTcpSamples = "--tcp-samples";
// Of client_pool: the file for a capture of the packets.
inline constexpr const char* kCapture = "--capture";

// Paths of the two programs, and which flags of settings they do not know, being older: these are
// left out.
struct Programs {
  std::string server_pool{};
  std::string client_pool{};
  std::set<std::string> server_lacks{};
  std::set<std::string> client_lacks{};
};

// In the folder; empty: beside this program's own executable. Throws Error (kUnable) that names the
// one that is not there.
Programs find_programs(const std::filesystem::path& folder);

// HAProxy's path; empty where no scenario has it. folders: in which it may be, with colons. Throws
// Error (kUnable) where it is missing.
std::string find_haproxy(const std::vector<matrix::Scenario>& scenarios,
                         const std::string& folders);

// Of the server_pool that the clients know; mirrors: where the others are; tcp_samples: the file
// for them, where they are wanted.
std::vector<std::string> server_command(const Programs& programs, const matrix::Scenario& scenario,
                                        const std::filesystem::path& root,
                                        const std::vector<HostPorts>& mirrors,
                                        const std::string& tcp_samples = {});
// Of a mirror, which serves whoever comes.
std::vector<std::string> mirror_command(const Programs& programs, const matrix::Scenario& scenario,
                                        const std::filesystem::path& root,
                                        const std::string& tcp_samples = {});
// Replaces the port 0 of a server_pool that is to be started again.
void set_base_port(std::vector<std::string>& server_command, std::uint16_t port);

// What client_pool is to tell beside its report.
struct ClientOutputs {
  bool live = false;
  std::string tcp_samples{};  // a file; empty: none
  std::string capture{};      // the same
};
std::vector<std::string> client_command(const Programs& programs, const matrix::Scenario& scenario,
                                        const Endpoint& endpoint,
                                        const ClientOutputs& outputs = {});

}  // namespace gauntlet::orchestrator::run
