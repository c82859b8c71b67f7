#include "orchestrator/run/command_lines.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

#include "base/error.h"
#include "base/process.h"
#include "contract/choices.h"
#include "orchestrator/matrix/settings.h"
#include "orchestrator/process/find_program.h"

namespace gauntlet::orchestrator::run {
namespace {

using contract::Balance;
using contract::word_of;

constexpr const char* kBasePort = "--base-port";
constexpr const char* kHost = "--host";

std::string find_our_program(const std::filesystem::path& folder, const char* name) {
  const std::filesystem::path path = std::filesystem::absolute(folder / name);
  if (process::is_program(path)) return path.string();
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

// Replaces the value of a flag that is there.
void set_value(std::vector<std::string>& argv, const char* flag, const std::string& value) {
  *std::next(std::find(argv.begin(), argv.end(), flag)) = value;
}

// A file into which the program is to write, where one is wanted and the program can.
void add_output(std::vector<std::string>& argv, const char* flag, const std::string& file,
                const std::set<std::string>& lacking) {
  if (!file.empty() && !lacking.contains(flag)) argv.insert(argv.end(), {flag, file});
}

// Of every server_pool, with a balance that it has itself.
std::vector<std::string> pool_command(const Programs& programs, const matrix::Scenario& scenario,
                                      const std::filesystem::path& root, Balance balance,
                                      const std::string& tcp_samples) {
  std::vector<std::string> argv{programs.server_pool,
                                kBasePort,
                                "0",
                                "--root",
                                root.string(),
                                "--exit-with-parent",
                                "--balance",
                                std::string(word_of(contract::kBalances, balance))};
  add_settings(argv, scenario, &matrix::Setting::server_flag, programs.server_lacks);
  if (scenario.link()) set_value(argv, kHost, host_of_servers(scenario));
  add_output(argv, kTcpSamples, tcp_samples, programs.server_lacks);
  return argv;
}

}  // namespace

Programs find_programs(const std::filesystem::path& folder) {
  const std::filesystem::path where =
      folder.empty() ? std::filesystem::path(program_folder()) : folder;
  return {find_our_program(where, "server_pool"), find_our_program(where, "client_pool")};
}

std::string find_haproxy(const std::vector<matrix::Scenario>& scenarios,
                         const std::string& folders) {
  const auto has_it = [](const matrix::Scenario& scenario) {
    return contract::is_haproxy(scenario.text("balance"));
  };
  if (std::none_of(scenarios.begin(), scenarios.end(), has_it)) return {};
  const std::string found = process::find_program("haproxy", folders);
  if (!found.empty()) return found;
  throw Error(
      "no program 'haproxy', which some of the scenarios balance by; install it: apt-get "
      "install haproxy",
      ExitCode::kUnable);
}

std::vector<std::string> server_command(const Programs& programs, const matrix::Scenario& scenario,
                                        const std::filesystem::path& root,
                                        const std::vector<HostPorts>& mirrors,
                                        const std::string& tcp_samples) {
  if (!contract::is_redirect(scenario.text("balance")))
    return mirror_command(programs, scenario, root, tcp_samples);
  std::vector<std::string> argv =
      pool_command(programs, scenario, root, Balance::kRedirect, tcp_samples);
  for (const HostPorts& mirror : mirrors) argv.insert(argv.end(), {"--mirror", to_text(mirror)});
  if (scenario.text("weights") != "none")
    argv.insert(argv.end(), {"--weights", scenario.text("weights")});
  return argv;
}

std::vector<std::string> mirror_command(const Programs& programs, const matrix::Scenario& scenario,
                                        const std::filesystem::path& root,
                                        const std::string& tcp_samples) {
  const bool by_kernel = scenario.text("balance") == word_of(contract::kBalances, Balance::kKernel);
  return pool_command(programs, scenario, root, by_kernel ? Balance::kKernel : Balance::kRange,
                      tcp_samples);
}

void set_base_port(std::vector<std::string>& server_command, std::uint16_t port) {
  set_value(server_command, kBasePort, std::to_string(port));
}

std::vector<std::string> client_command(const Programs& programs, const matrix::Scenario& scenario,
                                        const Endpoint& endpoint, const ClientOutputs& outputs) {
  std::vector<std::string> argv{programs.client_pool, "--json"};
  if (outputs.live && !programs.client_lacks.contains(kLive)) argv.emplace_back(kLive);
  if (endpoint.targets.size() == 1 && endpoint.redirect_to.empty()) {
    const HostPorts& only = endpoint.targets.front();
    argv.insert(argv.end(),
                {kHost, only.host, "--port", fmt::format("{}", fmt::join(only.ports, ","))});
  } else {
    for (const HostPorts& place : endpoint.targets)
      argv.insert(argv.end(), {"--target", to_text(place)});
    for (const HostPorts& place : endpoint.redirect_to)
      argv.insert(argv.end(), {"--redirect-to", to_text(place)});
  }
  if (endpoint.path != Endpoint{}.path) argv.insert(argv.end(), {"--path", endpoint.path});
  add_settings(argv, scenario, &matrix::Setting::client_flag, programs.client_lacks);
  if (contract::leaves_files(scenario.operation()) && !programs.client_lacks.contains(kKeepUploads))
    argv.emplace_back(kKeepUploads);
  add_output(argv, kTcpSamples, outputs.tcp_samples, programs.client_lacks);
  add_output(argv, kCapture, outputs.capture, programs.client_lacks);
  return argv;
}

}  // namespace gauntlet::orchestrator::run
