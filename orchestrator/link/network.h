// The network of a link: one side for the servers, one for the clients, and what is between them.
#pragma once

#include <optional>

#include "contract/link.h"
#include "orchestrator/link/namespaces.h"
#include "orchestrator/link/relay.h"
#include "orchestrator/process/place.h"

namespace gauntlet::orchestrator::link {

// Of the two sides: of the block that is set aside for tests of networks (RFC 2544, appendix
// C.2.2).
inline constexpr const char* kClientAddress = "198.18.0.1";
inline constexpr const char* kServerAddress = "198.18.0.2";

// It is there as long as this object, or a program in it. No name leads to it, so nothing is left
// when this program is killed.
class Network {
 public:
  // Throws Error (kUnable) that says what this machine lacks.
  explicit Network(const contract::Link& link);

  process::Place client() const { return namespaces_.place_of_client(); }
  process::Place server() const { return namespaces_.place_of_server(); }

 private:
  Namespaces namespaces_;
  std::optional<Relay> relay_{};
};

}  // namespace gauntlet::orchestrator::link
