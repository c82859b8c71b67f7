#include "orchestrator/dashboard/call.h"

#include <fmt/format.h>

#include <array>
#include <asio/buffer.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <memory>
#include <system_error>

#include "base/error.h"
#include "net/deadlines.h"
#include "net/resolve.h"
#include "wire/response.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

constexpr std::chrono::seconds kCallLimit{2};
constexpr std::size_t kMostOfAnswer = std::size_t{1024} * 1024;

// The answer of a server that ends the connection behind it.
std::optional<Called> read_answer(std::string_view text) {
  const std::size_t head = wire::find_head_end(text);
  if (head == 0) return std::nullopt;
  const auto answer = wire::parse_response(text.substr(0, head));
  if (!answer) return std::nullopt;
  std::string_view body = text.substr(head);
  if (answer->content_length && *answer->content_length > body.size()) return std::nullopt;
  if (answer->content_length) body = body.substr(0, *answer->content_length);
  return Called{.status = answer->status, .body = std::string(body)};
}

net::Awaitable<std::string> exchange(net::Socket& socket, asio::ip::tcp::endpoint endpoint,
                                     std::string request) {
  std::string text;
  std::error_code error;
  auto token = asio::redirect_error(net::use_awaitable, error);
  co_await socket.async_connect(endpoint, token);
  if (error) co_return text;
  const auto sent = asio::buffer(request);
  co_await asio::async_write(socket, sent, token);
  std::array<char, 16384> bytes;
  const auto buffer = asio::buffer(bytes);
  while (!error && text.size() < kMostOfAnswer) {
    const std::size_t n = co_await socket.async_read_some(buffer, token);
    text.append(bytes.data(), n);
  }
  co_return text;
}

std::optional<std::uint64_t> value_of(std::string_view metrics, std::string_view name) {
  for (std::size_t at = metrics.find(name); at != std::string_view::npos;
       at = metrics.find(name, at + 1)) {
    const bool begins_line = at == 0 || metrics[at - 1] == '\n';
    const std::size_t value = at + name.size();
    if (!begins_line || value >= metrics.size() || metrics[value] != ' ') continue;
    double number = 0;
    const char* const begin = metrics.data() + value + 1;
    const auto [end, error] = std::from_chars(begin, metrics.data() + metrics.size(), number);
    if (error == std::errc{} && number >= 0) return static_cast<std::uint64_t>(number);
  }
  return std::nullopt;
}

}  // namespace

net::Awaitable<std::optional<Called>> call(asio::io_context& io, HostPorts place,
                                           std::string_view method, std::string_view target,
                                           std::string_view body) {
  const auto address = net::parse_address(place.host);
  if (!address || place.ports.empty()) co_return std::nullopt;
  const std::string request = fmt::format(
      "{} {} HTTP/1.1\r\nHost: {}:{}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}", method,
      target, in_brackets(place.host), place.ports.front(), body.size(), body);
  const asio::ip::tcp::endpoint endpoint(*address, place.ports.front());
  const auto socket = std::make_shared<net::Socket>(io);  // a limit that is due outlives this call
  net::Timer limit(io);
  limit.expires_after(kCallLimit);
  limit.async_wait([socket](const std::error_code& error) {
    std::error_code ignored;
    if (!error) socket->close(ignored);
  });
  const std::string text = co_await exchange(*socket, endpoint, request);
  limit.cancel();
  co_return read_answer(text);
}

ServerFigures read_figures(std::string_view metrics) {
  const auto enabled = value_of(metrics, "gauntlet_cache_enabled");
  return {.cache_enabled = enabled ? std::optional(*enabled != 0) : std::nullopt,
          .cache_hits = value_of(metrics, "gauntlet_cache_hits_total"),
          .cache_misses = value_of(metrics, "gauntlet_cache_misses_total"),
          .unique_sessions = value_of(metrics, "gauntlet_unique_sessions_total"),
          .workers = value_of(metrics, "gauntlet_workers"),
          .queue = value_of(metrics, "gauntlet_waiting_requests")};
}

}  // namespace gauntlet::orchestrator::dashboard
