// One simulated user: connect, ask, check, record, and again until enough was asked.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "client_pool/answer.h"
#include "client_pool/cookies.h"
#include "client_pool/exchange.h"
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

  // See Exchange.
  std::optional<metrics::TcpInfo> sample_tcp() { return exchange_.sample_tcp(); }
  std::uint16_t local_port() { return exchange_.connection().local_port(); }
  void hang_up();

 private:
  net::Awaitable<void> loop();
  net::Awaitable<void> follow_schedule();
  net::Awaitable<void> request(net::SteadyTime due, net::SteadyTime now);
  net::Awaitable<bool> connect(net::SteadyTime now);
  net::Awaitable<bool> ask_where();
  net::Awaitable<net::SteadyTime> before_retry();
  net::Awaitable<Verdict> follow_up(const operations::Operation& next, Verify verified);
  bool redirected(Verdict& verdict);
  bool asks_where() const;
  bool tries_again(const Verdict& verdict) const;
  void settled();
  // Returns the time at which it woke up.
  net::Awaitable<net::SteadyTime> wait_until(net::SteadyTime time);

  const Target& target() const { return work_.plan.place(place_); }
  void asks_at(std::size_t place);
  void write_request();
  std::string_view with_cookies(std::string_view head);
  void keep_cookies();
  void go_home(net::SteadyTime now);
  bool choose_file();
  void leave_file(bool deleted);
  void keep_body(Verdict& verdict);
  bool may_keep_connection() const;
  bool server_had_closed(const Verdict& verdict, bool kept) const;

  Workspace& work_;
  const std::size_t number_;
  const std::size_t home_;                // its target
  std::size_t place_;                     // of the plan, to which its connection leads
  std::optional<std::size_t> sent_to_{};  // where a redirect has sent it, for a connection's life
  std::function<void()> on_settled_;
  std::optional<SavedFile> saved_;  // with --save
  std::string request_;             // its bytes, but for the body
  std::string redirected_request_;  // instead, after a redirect; else empty
  Cookies cookies_;
  std::string cookie_request_;       // instead, where there are cookies to send
  std::optional<std::size_t> file_;  // the made file that it uses up
  std::uint64_t retries_ = 0;        // of the request at hand
  Redirects redirects_;
  Recorder recorder_;
  Exchange exchange_;
  ClosedLoop closed_loop_;
  bool failed_ = false;  // the last request
};

}  // namespace gauntlet::client_pool
