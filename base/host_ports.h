// A host and its ports, as people write them: "b:7000", "[::1]:7000-7004".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gauntlet {

struct HostPorts {
  std::string host{};                  // as written; an IPv6 address in brackets
  std::vector<std::uint16_t> ports{};  // at least one, in the order given

  friend bool operator==(const HostPorts&, const HostPorts&) = default;
};

// Both throw Error that begins with the option that the text was given to, and shows the fix.

// "7000", "7000-7004", "7000,7002-7003".
std::vector<std::uint16_t> parse_ports(std::string_view option, std::string_view text);
// "host:ports" or "[::1]:ports".
HostPorts parse_host_ports(std::string_view option, std::string_view text);

// The host as it stands before ":port": "[::1]" for "::1".
std::string in_brackets(const std::string& host);
// "[fe80::1]" for "[fe80::1%eth0]". The zone is an interface of this machine, and says nothing to
// others.
std::string without_zone(const std::string& host);

}  // namespace gauntlet
