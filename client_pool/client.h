// One simulated user: connect, ask, check, record, and again until enough was asked.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "client_pool/answer.h"
#include "client_pool/connection.h"
#include "client_pool/pacing.h"
#include "client_pool/recorder.h"
#include "client_pool/redirects.h"
#include "client_pool/saved_file.h"
#include "client_pool/workspace.h"

namespace gauntlet::client_pool {

// Must outlive run(), unless the io_context ends first.
class Client {
 public:
  // number counts over all workers, and chooses target and names; slot is its place in the
  // worker's tallies. on_settled is called once: when its first connecting has ended, or in an open
  // loop when it waits for its first request.
  Client(Workspace& work, std::size_t number, std::size_t slot, std::function<void()> on_settled);

  net::Awaitable<void> run();

  // Takes a sample of what the kernel knows of the connection.
  void sample_tcp();
  // Closes the connection, and takes the counters that the kernel kept of it.
  void hang_up();

 private:
  net::Awaitable<void> loop();
  net::Awaitable<void> follow_schedule();
  net::Awaitable<void> request(net::SteadyTime due, net::SteadyTime now);
  net::Awaitable<Verdict> attempt(net::SteadyTime now);
  net::Awaitable<Verdict> follow_up(Verify verified);
  bool redirected(Verdict& verdict);
  net::Awaitable<void> connect();
  net::Awaitable<void> send_body();
  net::Awaitable<void> read();
  // Returns the time at which it woke up.
  net::Awaitable<net::SteadyTime> wait_until(net::SteadyTime time);

  bool choose_file();
  void leave_file(bool deleted);
  void settled();
  void keep_body(Verdict& verdict);

  bool following_up() const { return asked_ != work_.operation.get(); }
  bool broken() const { return progress_ == Progress::kFailed; }
  void take_what_came();
  void take(std::string_view received, bool end);
  void sending_failed();
  Verdict check() const;
  void broke_off(Failure failure);
  void fail(const Failure& failure);
  bool may_keep_connection() const;
  bool server_had_closed(const Verdict& verdict, bool kept) const;

  Workspace& work_;
  const std::size_t number_;
  const std::size_t target_number_;
  const Target& target_;
  Connection connection_;
  const std::unique_ptr<Answer> answer_;
  std::optional<SavedFile> saved_;  // with --save
  std::string request_;             // its bytes, but for the body
  std::string redirected_request_;  // instead, after a redirect
  std::string_view asking_;         // what is sent: one of the two, or what follows them
  const operations::Operation* asked_ = nullptr;  // whose request that is
  std::optional<std::size_t> file_;               // the made file that it uses up
  Redirects redirects_;
  Recorder recorder_;
  std::optional<UploadStream> body_;
  ClosedLoop closed_loop_;
  std::function<void()> on_settled_;
  net::SteadyTime ended_;  // the last attempt: when its last byte came, or it failed
  Progress progress_ = Progress::kMore;
  Failure failure_;  // with progress_ == kFailed
};

}  // namespace gauntlet::client_pool
