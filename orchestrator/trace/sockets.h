// Probes of UDP, and what comes back for them: the only file of this folder that sees sockets.
#pragma once

#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "orchestrator/trace/path.h"
#include "orchestrator/trace/rounds.h"

namespace gauntlet::orchestrator::trace {

using SteadyTime = std::chrono::steady_clock::time_point;

struct Address {
  sockaddr_storage bytes{};
  socklen_t size = 0;

  bool is_v6() const { return bytes.ss_family == AF_INET6; }
};

std::string to_string(const Address& address);  // "10.0.0.1", "fe80::1%eth0"

// The first address of the host to which there is a route. Throws Error (kUnable) for a host that
// has no address, or to which no route leads.
Address address_of(const std::string& host);

// Whether packets to the address leave this machine.
bool is_elsewhere(const Address& address);

// A socket that talks to one port of the host, to which nobody is expected to listen, and is told
// what the network says of its packets (IP_RECVERR; man 7 ip).
class ProbeSocket {
 public:
  // Throws Error (kUnable).
  ProbeSocket(const Address& host, std::uint16_t port);

  void set_hop_limit(unsigned hops);

  // Sends a packet of so many bytes, with its headers. False when this machine's own link does not
  // take that many: an answer says how many it takes. Throws Error (kUnable) when it cannot.
  bool send(std::uint64_t bytes);

  // What has come back, if anything has.
  std::optional<Answer> read_answer();

  int fd() const { return socket_.get(); }

 private:
  Duration since_sent(std::chrono::nanoseconds arrived) const;

  Address host_;
  UniqueFd socket_;
  SteadyTime sent_{};
  std::chrono::nanoseconds sent_by_wall_clock_{};
};

// Waits until one of the sockets may have something to read. False when the deadline or the
// interrupt came first. interrupt_fd: readable when it has come; -1: never.
bool await_any(const std::vector<int>& sockets, SteadyTime deadline, int interrupt_fd);

// The smallest packet that a probe can be, in bytes.
std::uint64_t smallest_packet(const Address& host);
// The largest that IP knows.
std::uint64_t largest_packet(const Address& host);

}  // namespace gauntlet::orchestrator::trace
