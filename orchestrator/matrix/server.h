// A server under test that is not ours, as the key servers of a matrix file describes it:
//
//   servers:
//     nginx:
//       start: nginx -p {folder} -c {folder}/nginx.conf    # left out: it is not started by us
//       files:                                # written into {folder} before the start
//         nginx.conf: |
//           daemon off; ...
//       ready: http://127.0.0.1:{port}/files/ # or: port (the default), or: line REGEX
//       stop: SIGQUIT                         # default SIGTERM
//       grace: 10s                            # default 5s; then SIGKILL
//       url: http://127.0.0.1:{port}/files/
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"
#include "orchestrator/matrix/scenario.h"
#include "orchestrator/matrix/tree.h"
#include "orchestrator/matrix/wording.h"

namespace gauntlet::orchestrator::matrix {

// The server that is always there.
inline constexpr const char* kServerPool = "server_pool";

// Its texts as they are written, checked; what they say: the functions below.
struct Server {
  std::string name{};
  int line = 0;
  std::string start{};  // a command line; empty: an address, which is not started
  std::map<std::string, std::string> files{};  // by name
  std::string ready = "port";
  std::string stop = "SIGTERM";
  std::string grace = "5s";
  std::string url{};  // of the folder of files; ends in '/', or a query follows that

  bool is_started() const { return !start.empty(); }
};

using Servers = std::map<std::string, std::shared_ptr<const Server>, std::less<>>;

// What is under the key servers. Adds what is wrong with it to the problems.
Servers check_servers(const Tree& section, Problems& problems);

// What a server is made of, as check_servers reads it.
Tree to_tree(const Server& server);

// Those of the scenarios, each once.
Servers servers_of(const std::vector<Scenario>& scenarios);

// The names of all placeholders, and of all variables of the environment, in its texts.
std::set<std::string> placeholders_of(const Server& server);
std::set<std::string> variables_of(const Server& server);

// The placeholders that are no settings.
inline constexpr const char* kPort = "port";      // a free one, on loopback
inline constexpr const char* kPorts = "ports";    // as many as server_pool says, with commas
inline constexpr const char* kFolder = "folder";  // empty but for its files, for this run only
inline constexpr const char* kRoot = "root";      // of the files that are served

// Its number; nothing for another name than SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2 and
// SIGKILL.
std::optional<int> signal_number(std::string_view name);

// The URL of a server, of which a request may ask for the target as it is written; nothing for
// anything else.
std::optional<Url> server_url(std::string_view text);

// The regular expression of "line REGEX"; empty where ready says something else.
std::string ready_line(const Server& server);

}  // namespace gauntlet::orchestrator::matrix
