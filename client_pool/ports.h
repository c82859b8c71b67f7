// Local ports: every connection to one target needs one of its own, and keeps it in TIME_WAIT for a
// minute after its end. With a connection for each request they can run out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "client_pool/workspace.h"

namespace gauntlet::client_pool {

// TCP connections in TIME_WAIT, by the text of /proc/net/sockstat; nothing when it has another
// form.
std::optional<std::uint64_t> parse_time_wait(std::string_view sockstat);

// How many ports the text of ip_local_port_range allows: "32768\t60999" are 28232.
std::optional<std::uint64_t> parse_port_count(std::string_view range);

// One sentence when four fifths of the ports for each target are taken; else empty.
std::string port_warning(std::uint64_t time_wait, std::uint64_t ports, std::uint64_t targets);

// Counts the host's connections in TIME_WAIT while a run goes on, and warns on stderr once. Does
// nothing where clients keep their connections.
class PortWatch {
 public:
  explicit PortWatch(const Plan& plan);

  void look();
  // The most that were seen at a time; nothing when nobody looked.
  std::optional<std::uint64_t> most() const { return most_; }

 private:
  bool watching_;
  std::uint64_t targets_;
  std::optional<std::uint64_t> ports_;
  std::optional<std::uint64_t> most_;
  bool warned_ = false;
};

}  // namespace gauntlet::client_pool
