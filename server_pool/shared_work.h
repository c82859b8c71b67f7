// Work of one worker that takes long, is done a part at a time so that other connections have their
// turn, and is done once for all who wait for it.
#pragma once

#include <list>
#include <memory>
#include <utility>

#include "net/asio.h"
#include "server_pool/clock.h"

namespace gauntlet::server_pool {

class Connection;

class SharedWork {
 public:
  SharedWork() = default;
  // before: the same work, begun already, for those who asked before it began. It must be done
  // first.
  explicit SharedWork(std::shared_ptr<SharedWork> before) : before_(std::move(before)) {}
  SharedWork(const SharedWork&) = delete;
  SharedWork& operator=(const SharedWork&) = delete;
  virtual ~SharedWork() = default;

  const std::shared_ptr<SharedWork>& before() const { return before_; }
  bool begun() const { return begun_; }
  bool done() const { return done_; }
  // Does the next part, short enough for other connections to wait for. Not after it is done.
  void go_on();

 private:
  friend class Participant;
  friend net::Awaitable<bool> take_part(Connection& connection, SharedWork& work, SteadyTime until);

  // True: that was the last part.
  virtual bool do_part() = 0;

  // The first of them does the work, the others sleep.
  std::list<class Participant*> participants_{};
  std::shared_ptr<SharedWork> before_{};  // until this begins
  SteadyTime looked_{};                   // when it was looked last whether somebody gives up
  bool begun_ = false;
  bool done_ = false;
};

inline constexpr SteadyTime kForever = SteadyTime::max();

// Does the work, or waits for those who do. True: it is done. False: it is not, as it is later than
// until, or the client has closed its end of the connection; with kForever neither is looked at.
// Work that nobody takes part in any more stands still. The work outlives the call.
net::Awaitable<bool> take_part(Connection& connection, SharedWork& work, SteadyTime until);
// The same for work that has an end, with what must be done before it.
net::Awaitable<void> finish_work(Connection& connection, std::shared_ptr<SharedWork> work);

}  // namespace gauntlet::server_pool
