// What was seen of a scenario.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "contract/reports.h"
#include "metrics/process_stats.h"
#include "metrics/snapshot.h"
#include "orchestrator/matrix/server.h"
#include "orchestrator/run/capture.h"
#include "orchestrator/run/secrets.h"

namespace gauntlet::orchestrator::run {

// Why a scenario did not come to its end: a status of the table and a sentence.
struct Trouble {
  const char* status;
  std::string sentence;
};

inline constexpr const char* kStatusFailed = "failed";           // a request failed
inline constexpr const char* kStatusServerDied = "server_died";  // ended, or never came up
inline constexpr const char* kStatusClientDied = "client_died";  // ended without its report
inline constexpr const char* kStatusLate = "late";               // one of them missed a deadline

// What a server_pool said. The front is the one that the clients know first, and number 0; its
// mirrors follow.
struct PoolLines {
  std::optional<contract::ReadyLine> ready{};
  std::optional<contract::StoppedLine> stopped{};
  bool killed = false;  // by an event: what it had counted until then is lost
};

// What was done to the servers while the clients ran.
struct EventSeen {
  std::chrono::steady_clock::time_point at{};
  std::string what{};     // "kill mirror 1"
  std::string problem{};  // why it could not be done; empty: it was
};

struct Observed {
  std::string timestamp{};                   // of the start
  std::string server = matrix::kServerPool;  // its name
  std::vector<std::string> server_argv{};    // empty: not started by us
  std::vector<std::string> client_argv{};
  std::vector<PoolLines> pools{};  // the front, then its mirrors; empty: another server
  std::optional<contract::ClientReport> report{};
  std::optional<metrics::Usage> server_usage{};  // of a server that says nothing itself
  std::vector<EventSeen> events{};
  std::optional<metrics::Usage> proxy_usage{};  // of the proxy before the server
  std::vector<metrics::Snapshot> samples{};     // while the clients ran
  std::optional<CaptureSeen> capture{};         // where one was wanted and the clients reported
  std::string cache_problem{};                  // the file's cache was not as asked for
  std::optional<Trouble> trouble{};
  bool interrupted = false;  // the sweep is to end; no row is made of this
  double total_s = 0;        // from before the server's start until the uploads were removed
  std::string server_log{};  // the last lines on stderr
  std::string client_log{};
  Secrets secrets{};  // while it runs; what is handed on holds none
};

// "server_pool", "mirror 1", "mirror 2": a server_pool in sentences.
std::string name_of_pool(std::size_t number);

// Those that there are, in the order of the pools.
std::vector<contract::ReadyLine> ready_lines(const Observed& seen);
std::vector<contract::StoppedLine> stopped_lines(const Observed& seen);

// When an event was, on the clock of the clients' timeline; nothing where they said nothing of it.
std::optional<Duration> time_of(const EventSeen& event, const Observed& seen);

// Whether an event killed one of them, of which nobody knows then what it used in all.
bool was_killed(const Observed& seen);

// The first trouble is kept: what follows is its consequence.
void note_trouble(Observed& seen, const char* status, const std::string& sentence);

}  // namespace gauntlet::orchestrator::run
