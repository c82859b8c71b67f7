// What the tools of the system are told to make of two empty networks. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/link.h"

namespace gauntlet::orchestrator::link {

using Command = std::vector<std::string>;

// Who holds a packet back for its delay.
enum class DelayedBy { kNobody, kKernel, kRelay };

// Of the network in which the device stands and is down: gives it its address, and everything that
// it does to packets. What is sent is held to the rate, and what arrives is lost.
std::vector<Command> commands_of(const contract::Link& link, std::string_view address,
                                 DelayedBy delayed_by);

// Joins two networks by a pair of devices: to be run in one, with the pid of a process in the
// other.
Command pair_command(int pid_in_other);

// Only a kernel that can delay packets obeys it.
Command netem_probe();

}  // namespace gauntlet::orchestrator::link
