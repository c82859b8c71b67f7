// The slot that a request holds while it is served.
#pragma once

#include "net/asio.h"
#include "server_pool/admission.h"
#include "server_pool/connection.h"

namespace gauntlet::server_pool {

// Gives its slot back when destroyed.
class SlotHolder final : private Waiter {
 public:
  explicit SlotHolder(Slots& slots) : slots_(slots) {}
  ~SlotHolder() override;

  // Takes a slot if one is free.
  bool try_take();
  // Waits in line for one. No deadline runs meanwhile: the requests that hold the slots have
  // theirs.
  net::Awaitable<void> wait(Connection& connection);

 private:
  void admitted() override;

  Slots& slots_;
  net::Timer* alarm_ = nullptr;  // of the coroutine that waits
  bool held_ = false;
};

}  // namespace gauntlet::server_pool
