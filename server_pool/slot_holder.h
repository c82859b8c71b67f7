// The slot that a request holds while it is served.
#pragma once

#include "net/asio.h"
#include "server_pool/connection.h"
#include "server_pool/slots.h"

namespace gauntlet::server_pool {

// Held from the moment it is granted until the last byte of the answer is handed to the socket.
// Gives its slot back when destroyed.
class SlotHolder final : private Waiter {
 public:
  explicit SlotHolder(Workspace& space) : space_(space) {}
  ~SlotHolder() override;

  // Whether try_take() would say no now.
  bool must_wait() const { return space_.slots.full() || space_.faults.any(); }
  // Takes a slot if one is free. True: the request can be served at once; else it has to wait().
  bool try_take();
  // Waits in line for a slot, and then for as long as the made faults say. No deadline runs
  // meanwhile: the requests that hold the slots have theirs.
  net::Awaitable<void> wait(Connection& connection);

 private:
  void admitted() override;

  Workspace& space_;
  net::Timer* alarm_ = nullptr;  // of the coroutine that waits
  SteadyTime granted_{};
  bool held_ = false;
};

}  // namespace gauntlet::server_pool
