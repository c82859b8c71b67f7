// The front of a pool with --balance redirect: who is to serve whoever comes to its first port.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server_pool/counters.h"
#include "server_pool/redirects/mirrors.h"
#include "server_pool/redirects/rotation.h"

namespace gauntlet::server_pool::redirects {

// Of worker 0. Turns go round by weight among the pool itself and those mirrors that the counters
// call healthy; within a member, its ports have them one after the other.
class Front {
 public:
  // ports: of the pool's workers. weights: of the pool and each mirror; empty: the same for all.
  // mirrors and counters outlive the front.
  Front(std::span<const Mirror> mirrors, std::vector<std::uint64_t> weights,
        std::vector<std::uint16_t> ports, const Counters& counters);

  // Whose turn it is now, as "host:port"; nothing: this worker's. own_host: of the pool, as it
  // stands in a URL.
  std::optional<std::string> next(std::string_view own_host);

 private:
  struct Member {
    std::vector<std::uint16_t> ports{};
    std::size_t turn = 0;  // the place of the port that has the next one
  };

  std::span<const Mirror> mirrors_;
  const Counters& counters_;
  Rotation rotation_;            // the pool itself, then the mirrors
  std::vector<Member> members_;  // the same
};

}  // namespace gauntlet::server_pool::redirects
