#include "orchestrator/link/commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "orchestrator/link/namespaces.h"

namespace gauntlet::orchestrator::link {
namespace {

constexpr std::uint64_t kPacket = 1514;  // bytes, with the head of Ethernet

// Bytes that may be sent at once after a pause: what goes out in 4 ms, so that a late timer costs
// no rate, and two packets at least.
std::uint64_t burst_of(std::uint64_t rate) { return std::max(2 * kPacket, rate / 8 / 250); }

// Bytes that wait: those of 100 ms, and thirty packets at least.
std::uint64_t queue_of(std::uint64_t rate) { return std::max(30 * kPacket, rate / 8 / 10); }

Command netem(const char* device, const Duration& delay) {
  // Packets that are held back at once: of a gigabit a second for more than a second.
  constexpr const char* kMostPackets = "100000";
  const auto us = std::chrono::ceil<std::chrono::microseconds>(delay).count();
  return {"tc",
          "qdisc",
          "add",
          "dev",
          device,
          "root",
          "handle",
          "1:",
          "netem",
          "delay",
          fmt::format("{}us", us),
          "limit",
          kMostPackets};
}

// parent: of the queue.
Command tbf(Command parent, std::uint64_t rate) {
  Command command{"tc", "qdisc", "add", "dev", kDevice};
  command.insert(command.end(), parent.begin(), parent.end());
  command.insert(command.end(),
                 {"handle", "10:", "tbf", "rate", fmt::format("{}bit", rate), "burst",
                  std::to_string(burst_of(rate)), "limit", std::to_string(queue_of(rate))});
  return command;
}

// Where a packet arrives: dropped where it is sent, TCP would know at once. nft takes one statement
// a line.
Command losses(std::uint32_t loss) {
  return {"nft",
          fmt::format("add table ip link\n"
                      "add chain ip link drops {{ type filter hook prerouting priority -300; }}\n"
                      "add rule ip link drops iifname {} numgen random mod {} < {} counter drop",
                      kDevice, contract::kAllPackets, loss)};
}

}  // namespace

std::vector<Command> commands_of(const contract::Link& link, std::string_view address,
                                 DelayedBy delayed_by) {
  std::vector<Command> commands{
      {"ip", "link", "set", "dev", "lo", "up"},
      {"ip", "addr", "add", fmt::format("{}/30", address), "dev", kDevice},
      // Else one of a hundred packets is one of a hundred heaps of packets.
      {"ethtool", "-K", kDevice, "tso", "off", "gso", "off", "gro", "off"}};
  if (delayed_by == DelayedBy::kKernel) commands.push_back(netem(kDevice, link.delay.value()));
  if (link.rate)
    commands.push_back(tbf(
        delayed_by == DelayedBy::kKernel ? Command{"parent", "1:1"} : Command{"root"}, *link.rate));
  if (link.loss.value_or(0) > 0) commands.push_back(losses(*link.loss));
  // So many that a relay may be late.
  commands.push_back({"ip", "link", "set", "dev", kDevice, "txqueuelen", "10000", "up"});
  return commands;
}

Command pair_command(int pid_in_other) {
  return {"ip",
          "link",
          "add",
          kDevice,
          "type",
          "veth",
          "peer",
          "name",
          kDevice,
          "netns",
          std::to_string(pid_in_other)};
}

Command netem_probe() { return netem("lo", std::chrono::milliseconds(1)); }

}  // namespace gauntlet::orchestrator::link
