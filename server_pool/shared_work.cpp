#include "server_pool/shared_work.h"

#include "server_pool/connection.h"

namespace gauntlet::server_pool {
namespace {

// How late it may be noticed that somebody gives up.
constexpr auto kLookEvery = std::chrono::milliseconds(100);

}  // namespace

// A connection that takes part. However its coroutine ends, the next one goes on with the work.
class Participant {
 public:
  Participant(SharedWork& work, Connection& connection, SteadyTime until)
      : work_(work),
        connection_(connection),
        until_(until),
        alarm_(connection.executor(), SteadyTime::max()) {
    work_.participants_.push_back(this);
  }
  Participant(const Participant&) = delete;
  Participant& operator=(const Participant&) = delete;
  ~Participant() {
    work_.participants_.remove(this);
    if (!work_.participants_.empty()) work_.participants_.front()->wake();
  }

  bool works() const { return work_.participants_.front() == this; }
  bool gives_up() const { return gives_up_; }
  void wake() { alarm_.cancel(); }
  void look(SteadyTime now) {
    if (until_ == kForever) return;
    gives_up_ = now >= until_ || connection_.is_closed_by_client();
    if (gives_up_) wake();
  }

  net::Awaitable<void> sleep() {
    asio::error_code error;  // "cancelled", by wake()
    auto token = asio::redirect_error(net::use_awaitable, error);
    co_await alarm_.async_wait(token);
  }

 private:
  SharedWork& work_;
  Connection& connection_;
  SteadyTime until_;
  net::Timer alarm_;
  bool gives_up_ = false;
};

void SharedWork::go_on() {
  begun_ = true;
  before_.reset();
  done_ = do_part();
  const SteadyTime now = steady_now();
  if (!done_ && now - looked_ < kLookEvery) return;
  looked_ = now;
  for (Participant* const participant : participants_) {
    if (done_) participant->wake();
    if (!done_) participant->look(now);
  }
}

net::Awaitable<bool> take_part(Connection& connection, SharedWork& work, SteadyTime until) {
  connection.keep_input();
  // Most work is done in one part.
  if (!work.done() && work.participants_.empty()) work.go_on();
  if (work.done()) co_return true;
  Participant self(work, connection, until);
  while (!work.done() && !self.gives_up()) {
    if (self.works()) {
      co_await connection.yield();
      work.go_on();
    } else {
      co_await self.sleep();
    }
  }
  co_return work.done();
}

net::Awaitable<void> finish_work(Connection& connection, std::shared_ptr<SharedWork> work) {
  const std::shared_ptr<SharedWork> before = work->before();
  if (before) co_await take_part(connection, *before, kForever);
  co_await take_part(connection, *work, kForever);
}

}  // namespace gauntlet::server_pool
