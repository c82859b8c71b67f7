#include "orchestrator/link/network.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "base/error.h"
#include "orchestrator/link/commands.h"
#include "orchestrator/process/child.h"
#include "orchestrator/process/find_program.h"
#include "orchestrator/process/tool.h"

namespace gauntlet::orchestrator::link {
namespace {

// The path of a tool; throws Error where it is not installed.
std::string find_tool(const std::string& name) {
  constexpr std::array<std::pair<const char*, const char*>, 4> kPackages{
      {{"ip", "iproute2"}, {"tc", "iproute2"}, {"nft", "nftables"}, {"ethtool", "ethtool"}}};
  std::string path = process::find_program(name, process::folders_of_system());
  if (!path.empty()) return path;
  std::string package = name;
  for (const auto& [tool, of] : kPackages)
    if (name == tool) package = of;
  throw Error(
      fmt::format("there is no program '{}'; install it: apt-get install {}", name, package),
      ExitCode::kUnable);
}

void run(Command command, const process::Place& place) {
  command[0] = find_tool(command[0]);
  process::run_tool(command, place);
}

bool kernel_delays() {
  static const bool it_does = [] {
    const Namespaces some = make_namespaces(false);
    try {
      run(netem_probe(), some.place_of_client());
      return true;
    } catch (const Error&) {
      return false;
    }
  }();
  return it_does;
}

DelayedBy delayed_by(const contract::Link& link) {
  if (link.delay.value_or(Duration::zero()) == Duration::zero()) return DelayedBy::kNobody;
  return kernel_delays() ? DelayedBy::kKernel : DelayedBy::kRelay;
}

// Joined by the kernel: the process in the other network is there for its pid alone.
void join(const Namespaces& namespaces) {
  const process::Child somebody({.argv = {"cat"}, .place = namespaces.place_of_server()});
  run(pair_command(somebody.pid()), namespaces.place_of_client());
}

}  // namespace

Network::Network(const contract::Link& link)
    : namespaces_(make_namespaces(delayed_by(link) == DelayedBy::kRelay)) {
  const DelayedBy by = delayed_by(link);
  if (by != DelayedBy::kRelay) join(namespaces_);
  for (const Command& command : commands_of(link, kClientAddress, by)) run(command, client());
  for (const Command& command : commands_of(link, kServerAddress, by)) run(command, server());
  if (by == DelayedBy::kRelay)
    relay_.emplace(std::move(namespaces_.client_device), std::move(namespaces_.server_device),
                   *link.delay);
}

}  // namespace gauntlet::orchestrator::link
