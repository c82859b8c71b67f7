#include "server_pool/operations/small_body.h"

#include <fmt/format.h>

#include <utility>

namespace gauntlet::server_pool::operations {
namespace {

// The refusal of a body that is not read.
NoBody refuse_body(const wire::Request& request, std::size_t at_most, std::string_view what) {
  NoBody refused;
  if (!request.content_length)
    refused = plain_answer(411, fmt::format("{} says its Content-Length", what));
  else if (*request.content_length > at_most)
    refused = plain_answer(413, fmt::format("{} takes at most {} bytes", what, at_most));
  if (refused) refused->keep_alive = false;
  return refused;
}

// The whole body; nothing when it does not come, or not in time.
net::Awaitable<std::optional<std::string>> read_body(Connection& connection, std::size_t length) {
  std::string body;
  for (;;) {
    const std::string_view came = connection.input().substr(0, length - body.size());
    body += came;
    connection.consume(came.size());
    if (body.size() == length) co_return body;
    const std::size_t at_most = length - body.size();
    const bool more = co_await connection.read_body(at_most);
    if (!more) co_return std::nullopt;
  }
}

}  // namespace

net::Awaitable<tl::expected<std::string, NoBody>> receive_small_body(Connection& connection,
                                                                     const wire::Request& request,
                                                                     std::size_t at_most,
                                                                     std::string_view what) {
  NoBody refused = refuse_body(request, at_most, what);
  if (refused) co_return tl::unexpected(std::move(refused));
  const bool ask = request.expect_continue && connection.input().empty();
  const auto length = static_cast<std::size_t>(*request.content_length);
  const std::string_view nothing;
  if (ask) co_await connection.send(kContinue, nothing, false);
  auto body = co_await read_body(connection, length);
  if (body) co_return std::move(*body);
  NoBody broken;
  if (connection.late()) broken = last_refusal(408);
  co_return tl::unexpected(std::move(broken));
}

}  // namespace gauntlet::server_pool::operations
