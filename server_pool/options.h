// The command line of server_pool.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/host_ports.h"
#include "base/units.h"
#include "contract/initial.h"
#include "server_pool/faults.h"

namespace gauntlet::server_pool {

using contract::Balance;
using contract::Buffering;
using contract::Mode;
using contract::StoreKind;

std::string name_of(Mode mode);

enum class AccessLogFormat { kCombined, kJson };

// What to serve, and how. Defaults are the member initialisers, of which settings have theirs from
// the contract; the help text reads them.
struct ServerOptions {
  Mode mode = contract::initial::kMode;
  std::uint64_t pool = 2;                       // workers
  std::string host = contract::initial::kHost;  // to listen on: an address, or a name
  std::uint16_t base_port = 9000;  // worker i listens on base_port + i; 0: the first is chosen
  Balance balance = contract::initial::kBalance;
  std::vector<HostPorts> mirrors{};      // other servers of the same files; of Balance::kRedirect
  std::vector<std::uint64_t> weights{};  // of the pool itself and each mirror; empty: all the same
  Duration check_interval = std::chrono::seconds(1);  // of the mirrors' health
  std::string congestion = contract::initial::kCongestion;

  std::string root = ".";
  bool site = false;  // the root is also a web site, from "/" on
  StoreKind store = contract::initial::kStore;
  std::uint64_t store_size = 64 * kMiB;  // free space that the memory store needs to begin with
  // Bytes by which uploads into memory may let /dev/shm grow; 0: half of the available memory.
  std::uint64_t store_limit = 0;
  std::uint64_t max_upload = contract::initial::kMaxUpload;  // bytes of one upload

  bool cache = contract::initial::kCache;  // keep the content of small files in memory
  std::uint64_t cache_size = contract::initial::kCacheSize;  // bytes for that, of each worker
  std::string
      admin_token{};  // with which other machines may change the server; empty: they may not

  bool sessions = contract::initial::kSessions;  // give visitors cookies, and count them

  // What all workers together give to requests in bytes, and how many clients they take; 0: no
  // limit.
  std::uint64_t memory_limit = 0;
  std::uint64_t max_clients = 0;
  Buffering buffering = contract::initial::kBuffering;  // of files that are sent and taken
  std::uint64_t slots = 0;  // requests that a worker serves at once; 0: no limit
  // Of a whole head, and of every kProgressBytes of a body.
  Duration timeout = std::chrono::seconds(30);
  Duration idle_timeout = std::chrono::seconds(60);  // between requests
  Duration grace = contract::initial::kGrace;        // of requests in flight at the end
  bool exit_with_parent = false;
  std::string log_level = "info";
  std::string access_log{};  // file that gets a line for each request; empty: none does
  AccessLogFormat access_log_format = AccessLogFormat::kCombined;

  std::string tcp_samples{};  // file for what the kernel knew of the connections; empty: none
  Duration tcp_interval = contract::initial::kTcpInterval;  // between two looks at that

  FaultOptions faults{};

  friend bool operator==(const ServerOptions&, const ServerOptions&) = default;
};

// Parses the command line and checks it. Throws what run_program maps to exit codes.
ServerOptions parse_options(int argc, const char* const* argv);

// Throws Error, with the fix, for values that do not make sense together.
void check(const ServerOptions& options);

}  // namespace gauntlet::server_pool
