// The path to a host, as probes have found it: its hops, and the largest packet that it takes.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"

namespace gauntlet::orchestrator::trace {

// A host, and the port that is asked for there.
struct Target {
  std::string host{};  // a name or an address; IPv6 without brackets
  std::optional<std::uint16_t> port{};

  friend auto operator<=>(const Target&, const Target&) = default;
};

// "HOST", "HOST:PORT", "[::1]:PORT", "[::1]" or "::1". Throws Error (kBadInput) that shows the fix.
Target parse_target(const std::string& text);
std::string to_string(const Target& target);  // "[::1]:7000"

// By what the hops were found.
enum class Method { kMtrIcmp, kMtrTcp, kUdp };

// From a probe to what answered it.
struct RoundTrips {
  Duration least{};
  Duration mean{};
  Duration most{};
};

struct Hop {
  std::vector<std::string> addresses{};  // that answered, the first one first; none: a silent hop
  std::uint64_t sent = 0;                // probes
  std::uint64_t received = 0;            // answers
  std::optional<RoundTrips> rtt{};       // nothing where no answer came
};

// 0 to 1; nothing where no probe was sent.
std::optional<double> loss_of(const Hop& hop);

// The largest packet that reaches the host, with its headers of IP.
struct Mtu {
  std::uint64_t bytes = 0;
  bool confirmed = false;  // the host answered a packet of that size; else it may be less
};

struct Path {
  Target target{};
  std::string address{};  // of the host, to which the probes went
  Method method = Method::kUdp;
  std::vector<Hop> hops{};  // the first is one router away; ends with the last that answered
  bool reached = false;     // the last hop is the host
  Mtu mtu{};
  std::vector<std::string> notes{};  // sentences: what could not be found, and why
};

}  // namespace gauntlet::orchestrator::trace
