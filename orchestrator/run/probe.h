// Whether a server that does not tell it in words of ours is ready.
#pragma once

#include <cstdint>
#include <optional>
#include <regex>
#include <string>

#include "orchestrator/matrix/server.h"
#include "orchestrator/process/place.h"

namespace gauntlet::orchestrator::run {

enum class ReadyBy {
  kPort,    // it takes connections
  kAnswer,  // it answers a GET with a status below 500
  kLine,    // it printed a line in which the pattern is found
};

struct Readiness {
  ReadyBy by = ReadyBy::kPort;
  Url url{};               // of kPort and kAnswer
  std::string pattern{};   // of kLine: a regular expression (ECMAScript)
  process::Place place{};  // from where to connect, as long as it is probed
};

class Probe {
 public:
  // log: the file to which the server's output goes, read from its beginning.
  Probe(Readiness readiness, std::string log);

  // Takes a second at most. Throws Error (kUnable) for a host that has no address.
  bool is_ready();

 private:
  bool has_line();

  Readiness readiness_;
  std::string log_;
  std::regex pattern_{};
  std::uint64_t read_ = 0;  // bytes of the log
  std::string line_{};      // that has no end yet
};

}  // namespace gauntlet::orchestrator::run
