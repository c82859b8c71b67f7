#include "orchestrator/dashboard/server.h"

#include <array>
#include <asio/buffer.hpp>
#include <asio/write.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/output.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kIdle{120};
constexpr std::chrono::seconds kSlow{15};
constexpr std::chrono::seconds kHeartbeat{10};
constexpr std::string_view kHeartbeatLine = ": heartbeat\n\n";

}  // namespace

// A socket that is closed when it is late.
class Server::Connection final : public net::Deadline {
 public:
  explicit Connection(net::Socket socket) : socket_(std::move(socket)) {}

  // The bytes that have come and were not taken.
  std::string& input() { return input_; }
  net::Socket& socket() { return socket_; }

  // Waits for more of them. False: none will come.
  net::Awaitable<bool> read() {
    std::array<char, 16384> bytes;
    std::error_code error;
    const auto buffer = asio::buffer(bytes);
    auto token = asio::redirect_error(net::use_awaitable, error);
    const std::size_t n = co_await socket_.async_read_some(buffer, token);
    input_.append(bytes.data(), n);
    co_return !error && n > 0;
  }

  net::Awaitable<bool> write(std::string_view text) {
    std::error_code error;
    const auto buffer = asio::buffer(text.data(), text.size());
    auto token = asio::redirect_error(net::use_awaitable, error);
    co_await asio::async_write(socket_, buffer, token);
    co_return !error;
  }

 private:
  void expired(const net::Deadlines&) override {
    std::error_code ignored;
    socket_.close(ignored);
  }

  net::Socket socket_;
  std::string input_{};
};

Server::Server(Answer answer, Feed& feed)
    : answer_(std::move(answer)), feed_(feed), idle_(kIdle), slow_(kSlow) {}

void Server::start(asio::io_context& io, UniqueFd listener) {
  net::Acceptor acceptor(io);
  acceptor.assign(asio::ip::tcp::v4(), listener.release());  // of either family
  net::spawn(io, accept(std::move(acceptor)), net::rethrow);
  net::spawn(io, tick(io), net::rethrow);
}

net::Awaitable<void> Server::accept(net::Acceptor acceptor) {
  constexpr std::chrono::milliseconds kPause{100};
  const net::Executor executor = acceptor.get_executor();
  net::Timer pause(executor);
  for (;;) {
    std::error_code error;
    auto token = asio::redirect_error(net::use_awaitable, error);
    net::Socket socket = co_await acceptor.async_accept(token);
    if (error) {  // no descriptor is left, say
      pause.expires_after(kPause);
      co_await pause.async_wait(net::use_awaitable);
      continue;
    }
    if (connections_ < kMostConnections)
      net::spawn(executor.context(), serve(std::move(socket)), net::rethrow);
  }
}

net::Awaitable<void> Server::tick(asio::io_context& io) {
  net::Timer timer(io);
  for (;;) {
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(net::use_awaitable);
    idle_.expire(Clock::now());
    slow_.expire(Clock::now());
  }
}

net::Awaitable<void> Server::serve(net::Socket socket) {
  ++connections_;
  Connection connection(std::move(socket));
  bool next = true;
  while (next) {
    next = co_await serve_one(connection);
  }
  --connections_;
}

// One request and its response. False: it was the connection's last.
net::Awaitable<bool> Server::serve_one(Connection& connection) {
  idle_.arm(connection, Clock::now());
  std::string& input = connection.input();
  std::size_t head_bytes = 0;
  for (;;) {
    head_bytes = wire::find_head_end(input);
    if (head_bytes > 0 || input.size() > wire::kMaxHeadBytes) break;
    const bool more = co_await connection.read();
    if (!more) co_return false;
  }
  tl::expected<Request, int> request = read_request(std::string_view(input).substr(0, head_bytes));
  Response response;
  if (request) {
    input.erase(0, head_bytes);
    while (input.size() < request->body_bytes) {
      const bool more = co_await connection.read();
      if (!more) co_return false;
    }
    request->body = input.substr(0, request->body_bytes);
    input.erase(0, request->body_bytes);
    connection.disarm();
    response = co_await answer_(*request);
  } else {
    response = refusal(request.error(), "this request cannot be read");
  }
  const bool keeps = request && request->keep_alive && !response.is_stream;
  slow_.arm(connection, Clock::now());
  const std::string head = head_of(response, keeps);
  bool sent = co_await connection.write(head);
  const bool has_body = !request || request->method != wire::Method::kHead;
  if (sent && has_body && !response.is_stream) sent = co_await connection.write(response.body);
  connection.disarm();
  if (sent && response.is_stream) co_await stream(connection, request->last_event_id);
  co_return sent&& keeps;
}

// Until the page leaves, or does not read.
net::Awaitable<void> Server::stream(Connection& connection, const std::string& last_event_id) {
  net::Timer timer(connection.socket().get_executor());
  bool woken = false;
  const auto subscription = feed_.subscribe(last_event_id, [&timer, &woken] {
    woken = true;
    timer.cancel();
  });
  while (!subscription->is_over()) {
    woken = false;
    Message message = subscription->take();
    if (!message) {
      timer.expires_after(kHeartbeat);
      std::error_code cancelled;
      auto token = asio::redirect_error(net::use_awaitable, cancelled);
      co_await timer.async_wait(token);
      if (woken) continue;
    }
    slow_.arm(connection, Clock::now());
    const std::string_view text = message ? std::string_view(*message) : kHeartbeatLine;
    const bool sent = co_await connection.write(text);
    connection.disarm();
    if (!sent) co_return;
  }
}

}  // namespace gauntlet::orchestrator::dashboard
