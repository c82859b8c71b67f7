// Two networks of their own, to which no name leads: they are gone when nobody holds them any more,
// however the holder ended.
#pragma once

#include "base/unique_fd.h"
#include "orchestrator/process/place.h"

namespace gauntlet::orchestrator::link {

// The only device of either network besides its loopback.
inline constexpr const char* kDevice = "link0";

struct Namespaces {
  UniqueFd user{};  // in which we are root; none: we are root, or nearly, already
  UniqueFd client{};
  UniqueFd server{};
  // The other sides of their devices, where they were made: what is read was sent there, what is
  // written arrives there. They do not block.
  UniqueFd client_device{};
  UniqueFd server_device{};

  // For as long as this object lives.
  process::Place place_of_client() const { return {user.get(), client.get()}; }
  process::Place place_of_server() const { return {user.get(), server.get()}; }
};

// Throws Error (kUnable) where it is not allowed. with_devices: TUN devices, which are down.
Namespaces make_namespaces(bool with_devices);

}  // namespace gauntlet::orchestrator::link
