// The command line of server_pool.
#pragma once

#include <cstdint>
#include <string>

#include "base/units.h"
#include "server_pool/faults.h"

namespace gauntlet::server_pool {

enum class Mode { kThread, kProcess };
enum class Balance { kRange, kKernel };
enum class StoreKind { kDisk, kMemory, kDiscard };

std::string name_of(Mode mode);

// What to serve, and how. Defaults are the member initialisers; the help text reads them.
struct ServerOptions {
  Mode mode = Mode::kThread;
  std::uint32_t pool = 2;          // workers
  std::string host = "127.0.0.1";  // to listen on: an address, or a name
  std::uint16_t base_port = 9000;  // worker i listens on base_port + i; 0: the kernel chooses
  Balance balance = Balance::kRange;
  std::string congestion = "system";

  std::string root = ".";
  StoreKind store = StoreKind::kDisk;
  std::uint64_t store_size = 64 * kMiB;  // free space that the memory store needs to begin with
  // Bytes by which uploads into memory may let /dev/shm grow; 0: half of the available memory.
  std::uint64_t store_limit = 0;
  std::uint64_t max_upload = 16 * kGiB;  // bytes of one upload

  std::uint64_t slots = 0;  // requests that a worker serves at once; 0: no limit
  // Of a whole head, and of every kProgressBytes of a body.
  Duration timeout = std::chrono::seconds(30);
  Duration idle_timeout = std::chrono::seconds(60);  // between requests
  Duration grace = std::chrono::seconds(5);          // of requests in flight at the end
  bool exit_with_parent = false;
  std::string log_level = "info";

  FaultOptions faults{};
};

// Parses the command line and checks it. Throws what run_program maps to exit codes.
ServerOptions parse_options(int argc, const char* const* argv);

// Throws Error, with the fix, for values that do not make sense together.
void check(const ServerOptions& options);

}  // namespace gauntlet::server_pool
