#include "orchestrator/run/command_lines.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "base/error.h"
#include "base/process.h"
#include "orchestrator/matrix/settings.h"

namespace gauntlet::orchestrator::run {
namespace {

std::string find_program(const std::filesystem::path& folder, const char* name) {
  const std::filesystem::path path = std::filesystem::absolute(folder / name);
  if (::access(path.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(path))
    return path.string();
  throw Error(
      fmt::format("no program '{}'; build it, or name its folder by --programs", path.string()),
      ExitCode::kUnable);
}

// The settings that the program is told, as flags.
void add_settings(std::vector<std::string>& argv, const matrix::Scenario& scenario,
                  std::string_view matrix::Setting::*flag, const std::set<std::string>& lacking) {
  for (std::size_t i = 0; i < matrix::settings().size(); ++i) {
    const std::string name(matrix::settings()[i].*flag);
    if (name.empty() || lacking.contains(name)) continue;
    argv.push_back(name);
    argv.push_back(scenario.values[i].text);
  }
}

}  // namespace

Programs find_programs(const std::filesystem::path& folder) {
  const std::filesystem::path where =
      folder.empty() ? std::filesystem::path(program_folder()) : folder;
  return {find_program(where, "server_pool"), find_program(where, "client_pool")};
}

std::vector<std::string> server_command(const Programs& programs, const matrix::Scenario& scenario,
                                        const std::filesystem::path& root) {
  std::vector<std::string> argv{programs.server_pool, "--base-port",       "0", "--root",
                                root.string(),        "--exit-with-parent"};
  add_settings(argv, scenario, &matrix::Setting::server_flag, programs.server_lacks);
  return argv;
}

std::vector<std::string> client_command(const Programs& programs, const matrix::Scenario& scenario,
                                        const metrics::ReadyLine& server) {
  std::vector<std::string> argv{
      programs.client_pool, "--json", "--host",
      server.host,          "--port", fmt::format("{}", fmt::join(server.ports, ","))};
  add_settings(argv, scenario, &matrix::Setting::client_flag, programs.client_lacks);
  if (contract::leaves_files(scenario.operation()) && !programs.client_lacks.contains(kKeepUploads))
    argv.emplace_back(kKeepUploads);
  return argv;
}

}  // namespace gauntlet::orchestrator::run
