// The HTTP server of the live page: one thread, a coroutine for each connection.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "net/asio.h"
#include "net/deadlines.h"
#include "orchestrator/dashboard/feed.h"
#include "orchestrator/dashboard/request.h"

namespace gauntlet::orchestrator::dashboard {

// Answers a request, which lives until it is answered.
using Answer = std::function<net::Awaitable<Response>(const Request& request)>;

class Server {
 public:
  static constexpr std::size_t kMostConnections = 1000;

  // What an answer with is_stream is followed by comes from the feed. Both outlive the io_context.
  Server(Answer answer, Feed& feed);
  Server(Server&&) = delete;

  // Takes connections from now on. listener: bound and listening.
  void start(asio::io_context& io, UniqueFd listener);

 private:
  class Connection;

  net::Awaitable<void> accept(net::Acceptor acceptor);
  net::Awaitable<void> tick(asio::io_context& io);
  net::Awaitable<void> serve(net::Socket socket);
  net::Awaitable<bool> serve_one(Connection& connection);
  net::Awaitable<void> stream(Connection& connection, const std::string& last_event_id);

  Answer answer_;
  Feed& feed_;
  net::Deadlines idle_;  // between requests, and of a request's bytes
  net::Deadlines slow_;  // of a response: a page that does not read is dropped
  std::size_t connections_ = 0;
};

}  // namespace gauntlet::orchestrator::dashboard
