#include "server_pool/redirects/health_checks.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "wire/http.h"
#include "wire/response.h"
#include "wire/url.h"

namespace gauntlet::server_pool::redirects {
namespace {

std::string request_to(const Mirror& mirror) {
  std::string text;
  wire::HeadWriter head(text, "GET", "/-/healthy");
  head.add("Host", wire::host_field(mirror.host, mirror.ports.front()));
  head.add("Connection", "close");
  head.finish();
  return text;
}

// What an answer says against the mirror; empty: nothing.
std::string problem_of(std::string_view head) {
  const auto answer = wire::parse_response(head);
  if (!answer) return fmt::format("its answer cannot be read: {}", answer.error());
  return answer->status == 200 ? std::string() : fmt::format("it answered {}", answer->status);
}

bool has_to_wait(ssize_t result) {
  return result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

std::error_code last_error() { return {errno, std::generic_category()}; }

}  // namespace

HealthCheck::HealthCheck(asio::io_context& io, const Mirror& mirror, Duration interval,
                         Counter& healthy)
    : mirror_(mirror),
      interval_(interval),
      healthy_(healthy),
      stream_(io),
      limit_(io),
      pause_(io) {}

net::Awaitable<void> HealthCheck::run() {
  asio::error_code error;  // "cancelled", by stop()
  auto token = asio::redirect_error(net::use_awaitable, error);
  while (!stopping_) {
    pause_.expires_after(interval_);
    set_limit();
    const std::string problem = co_await ask();
    limit_.cancel();
    if (stopping_) break;
    if (asked_) note(problem);
    co_await pause_.async_wait(token);
  }
}

void HealthCheck::stop() {
  stopping_ = true;
  limit_.cancel();
  pause_.cancel();
  if (stream_.is_open()) stream_.cancel();
}

// A limit that was over before it was called off finds a later one in its place.
void HealthCheck::set_limit() {
  late_ = false;
  limit_.expires_after(kCheckLimit);
  limit_.async_wait([this](const asio::error_code& error) {
    if (error || steady_now() < limit_.expiry()) return;
    late_ = true;
    if (stream_.is_open()) stream_.cancel();
  });
}

void HealthCheck::note(const std::string& problem) {
  const bool healthy = problem.empty();
  if (healthy == (healthy_.get() != 0)) return;
  healthy_.set(healthy ? 1 : 0);
  if (healthy)
    spdlog::info("mirror {} is healthy again and has its turns", mirror_.name);
  else
    spdlog::warn("mirror {} has no more turns: {}", mirror_.name, problem);
}

// What is wrong with the mirror; empty: nothing.
net::Awaitable<std::string> HealthCheck::ask() {
  std::string problem;
  for (const asio::ip::tcp::endpoint& endpoint : mirror_.endpoints) {
    problem = co_await ask_at(endpoint);
    stream_.close();
    if (problem.empty() || late_ || stopping_) break;
  }
  if (late_) problem = fmt::format("no answer within {}", format_duration(kCheckLimit));
  co_return problem;
}

net::Awaitable<std::string> HealthCheck::ask_at(asio::ip::tcp::endpoint endpoint) {
  std::error_code error = co_await connect(endpoint);
  if (error) co_return fmt::format("cannot connect: {}", error.message());
  error = co_await send_request();
  if (error) co_return fmt::format("cannot ask it: {}", error.message());
  std::string problem = co_await read_answer();
  co_return problem;
}

net::Awaitable<std::error_code> HealthCheck::connect(asio::ip::tcp::endpoint endpoint) {
  std::error_code error;
  stream_.open(endpoint.protocol(), error);
  asked_ = !error;
  if (error) co_return error;
  const int socket = stream_.socket();
  if (::connect(socket, endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0)
    co_return error;
  error = last_error();
  if (error != std::errc::operation_in_progress) co_return error;
  error = co_await wait(net::Socket::wait_write);
  if (error) co_return error;
  int problem = 0;
  socklen_t length = sizeof problem;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &problem, &length);
  co_return std::error_code(problem, std::generic_category());
}

net::Awaitable<std::error_code> HealthCheck::send_request() {
  const std::string text = request_to(mirror_);
  std::error_code error;
  for (std::string_view rest = text; !rest.empty() && !error;) {
    const ssize_t n = stream_.send(rest, false);
    if (n > 0) rest.remove_prefix(static_cast<std::size_t>(n));
    if (n > 0) continue;
    if (!has_to_wait(n)) co_return last_error();
    error = co_await wait(net::Socket::wait_write);
  }
  co_return error;
}

net::Awaitable<std::string> HealthCheck::read_answer() {
  std::array<char, 4096> buffer;
  std::string answer;
  for (;;) {
    const ssize_t n = stream_.receive(buffer);
    if (n > 0) answer.append(buffer.data(), static_cast<std::size_t>(n));
    const std::size_t head = wire::find_head_end(answer);
    if (head > 0) co_return problem_of(std::string_view(answer).substr(0, head));
    if (answer.size() >= wire::kMaxHeadBytes) co_return "its answer's head does not end";
    if (n == 0) co_return "it closed the connection without an answer";
    if (n > 0) continue;
    if (!has_to_wait(n)) co_return last_error().message();
    const std::error_code error = co_await wait(net::Socket::wait_read);
    if (error) co_return error.message();
  }
}

// "Cancelled" when the limit is over, or the checks stop.
net::Awaitable<std::error_code> HealthCheck::wait(net::Socket::wait_type what) {
  asio::error_code error = asio::error::operation_aborted;
  if (late_ || stopping_) co_return error;
  auto token = asio::redirect_error(net::use_awaitable, error);
  co_await stream_.async_wait(what, token);
  co_return error;
}

HealthChecks::HealthChecks(asio::io_context& io, std::span<const Mirror> mirrors, Duration interval,
                           Counters& counters) {
  for (std::size_t i = 0; i < mirrors.size(); ++i) {
    HealthCheck& check = checks_.emplace_back(io, mirrors[i], interval, counters.mirror_healthy(i));
    net::spawn(io, check.run(), net::rethrow);
  }
}

void HealthChecks::stop() {
  for (HealthCheck& check : checks_) check.stop();
}

}  // namespace gauntlet::server_pool::redirects
