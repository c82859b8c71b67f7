// Worker 0 asks every mirror again and again whether it is healthy.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <span>
#include <string>
#include <system_error>

#include "base/units.h"
#include "net/asio.h"
#include "net/stream.h"
#include "server_pool/clock.h"
#include "server_pool/counters.h"
#include "server_pool/redirects/mirrors.h"

namespace gauntlet::server_pool::redirects {

// How long one check may take.
inline constexpr Duration kCheckLimit = std::chrono::seconds(1);

// Of one mirror: asks its first port for /-/healthy. A check that fails makes the mirror not
// healthy, an answer of 200 makes it healthy, and each change is logged.
class HealthCheck {
 public:
  // healthy: 1 or 0, in memory that all workers share. References outlive this.
  HealthCheck(asio::io_context& io, const Mirror& mirror, Duration interval, Counter& healthy);

  net::Awaitable<void> run();  // until stop()
  void stop();

 private:
  net::Awaitable<std::string> ask();
  net::Awaitable<std::string> ask_at(asio::ip::tcp::endpoint endpoint);
  net::Awaitable<std::error_code> connect(asio::ip::tcp::endpoint endpoint);
  net::Awaitable<std::error_code> send_request();
  net::Awaitable<std::string> read_answer();
  net::Awaitable<std::error_code> wait(net::Socket::wait_type what);
  void set_limit();
  void note(const std::string& problem);

  const Mirror& mirror_;
  Duration interval_;
  Counter& healthy_;
  net::Stream stream_;
  net::Timer limit_;
  net::Timer pause_;
  bool late_ = false;   // the check that runs
  bool asked_ = false;  // it had a socket: what this pool lacks says nothing of the mirror
  bool stopping_ = false;
};

class HealthChecks {
 public:
  // The first checks begin when io runs, and io runs no more when this ends. References outlive it.
  HealthChecks(asio::io_context& io, std::span<const Mirror> mirrors, Duration interval,
               Counters& counters);

  // From here on they give io nothing more to do.
  void stop();

 private:
  std::list<HealthCheck> checks_;
};

}  // namespace gauntlet::server_pool::redirects
