// The command line of client_pool.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/units.h"
#include "contract/initial.h"
#include "contract/operations.h"

namespace gauntlet::client_pool {

using contract::Arrivals;
using contract::Mode;
using contract::Protocol;
using contract::Reuse;
using contract::Verify;

std::string name_of(Mode mode);
std::string name_of(Protocol protocol);
std::string name_of(Arrivals arrivals);

// What to load, and how. Defaults are the member initialisers, of which settings have theirs from
// the contract; the help text reads them.
struct ClientOptions {
  Mode mode = contract::initial::kMode;
  const contract::Operation* operation = &contract::kList;
  double volume = 10;             // MiB; may be a fraction
  std::uint64_t client_pool = 1;  // clients
  std::uint64_t workers = 0;      // threads or processes; 0: as many as cores and clients allow

  std::string host = contract::initial::kHost;
  std::string port = "9000";                       // "7000", "7000-7004", "7000,7002"
  std::vector<std::string> targets{};              // host:ports; instead of host and port
  std::vector<std::string> redirect_to{};          // host:ports to which redirects may lead
  std::string path = "/files/";                    // begins and ends with '/'; then a query
  std::string file{};                              // of get; empty: file_<volume>MB.bin
  std::string query{};                             // of search and archive: what is looked for
  std::string upload_prefix = "gauntlet_upload_";  // of upload's names over HTTP, before a number
  bool keep_uploads = false;                       // else the run's own are deleted at its end
  std::uint64_t files =
      0;  // of operations on made files: for each client; 0: as many as are needed

  std::uint64_t top_processes = contract::initial::kTopProcesses;  // that top asks for
  std::string save{};  // folder for what the clients receive; empty: it is not kept

  double rate = 0;  // requests/s of all clients together: an open loop; 0: a closed loop
  Arrivals arrivals = contract::initial::kArrivals;
  Duration warmup{};  // before all that follows; what is asked then does not count
  std::uint64_t requests = contract::initial::kRequests;  // a client, on average in an open loop
  Duration min_duration{};  // then go on until so much time has passed
  Duration duration{};      // instead of both: so long, whatever the number of requests
  Duration think_time{};    // of a closed loop: between an answer and the next request
  Duration linger{};        // a client's connection stays open for so long after its last request
  Duration timeout = contract::initial::kTimeout;  // of a whole request, its connecting included
  std::uint64_t redirects = 0;                     // how many a request of get and list follows
  std::uint64_t retries = 0;  // how often a request that has failed is sent once more
  Reuse connection = contract::initial::kConnection;
  Protocol protocol = contract::initial::kProtocol;
  Verify verify = contract::initial::kVerify;
  bool cookies = contract::initial::kSessions;  // each client keeps those that it is given
  std::string congestion = contract::initial::kCongestion;
  std::uint64_t packet_size = 0;  // bytes that both sides send at once; 0: as the kernel likes
  std::uint64_t seed =
      contract::initial::kSeed;  // of the upload's content, and of poisson arrivals
  std::string tcp_samples{};     // file for what the kernel knew of the connections; empty: none
  Duration tcp_interval = contract::initial::kTcpInterval;  // between two looks at that
  std::string capture{};  // file for a capture of the packets; empty: none
  bool json = false;
  bool live = false;  // tell meanwhile how it goes, too (contract/live_line.h)

  // Of get, instead of host, port, path and file: as written, and what of it a request line holds.
  std::string url{};
  std::string request_target{};

  friend bool operator==(const ClientOptions&, const ClientOptions&) = default;
};

// Parses and checks the command line. Throws what run_program maps to exit codes.
ClientOptions parse_options(int argc, const char* const* argv);

// Where server_pool has its files.
inline constexpr std::string_view kFilesPath = "/files/";

// The volume in bytes.
std::uint64_t volume_bytes(const ClientOptions& options);

// Whether its requests use up files that the run makes first.
bool makes_files(const ClientOptions& options);

// Whether get asks for a file that the user named, by --file or a URL: --volume does not say then
// how large it is.
bool names_file(const ClientOptions& options);
// The file that get asks for without a URL: --file, or file_<V>MB.bin.
std::string file_name(const ClientOptions& options);
// The file that a client's uploads become over HTTP.
std::string upload_name(const ClientOptions& options, std::size_t client);

}  // namespace gauntlet::client_pool
