// What mtr is asked, and what it says. Pure.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "orchestrator/trace/effort.h"
#include "orchestrator/trace/path.h"

namespace gauntlet::orchestrator::trace {

// The command line of mtr. With a port, its probes begin connections of TCP to it, as the clients
// do; without one they are echo requests of ICMP. It asks no DNS.
std::vector<std::string> mtr_command(const std::string& address, std::optional<std::uint16_t> port,
                                     const Effort& effort);

// The hops of its report (mtr --json of 0.95), times in milliseconds there; or a sentence that says
// what is wrong with it. Silent hops behind the last that answered are left out, and what is said
// twice of the last one: mtr takes a router that refuses for one hop more.
tl::expected<std::vector<Hop>, std::string> parse_mtr(std::string_view text);

}  // namespace gauntlet::orchestrator::trace
