// A capture of the packets between the clients and their targets, their headers only, while they
// run.
#pragma once

#include <asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "contract/totals.h"

namespace gauntlet::client_pool {

// What libpcap is to let through: TCP of just these ports, "tcp and (port 80 or portrange 90-94)".
std::string capture_filter(std::vector<std::uint16_t> ports);

// Captures from its making on, by a thread of its own: in process mode, make it when the workers
// are there. What prevents it (no right to capture, no libpcap in this build, a full disk) is the
// problem of its report, since a run is worth having without it.
class Capture {
 public:
  // Writes the file (pcap). ends: the targets', with one or more.
  Capture(const std::string& file, const std::vector<asio::ip::tcp::endpoint>& ends);
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  ~Capture();

  // Ends it, when what has been sent before is written.
  contract::CaptureReport finish();

 private:
  class Session;  // of libpcap; null where there is a problem

  std::unique_ptr<Session> session_;
  contract::CaptureReport report_{};
};

}  // namespace gauntlet::client_pool
