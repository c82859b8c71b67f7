#include "server_pool/produced.h"

#include <fmt/format.h>

#include <string>

#include "base/base64.h"

namespace gauntlet::server_pool {

net::Awaitable<bool> send_produced(Connection& connection, std::string_view head,
                                   Producer& producer, bool chunked) {
  // What stands before a piece goes with it: the head, the end of the chunk before, its length.
  std::string before(head);
  bool first = true;
  while (connection.alive()) {
    const auto piece = co_await producer.next(connection);
    if (!piece) connection.fail();
    if (!piece) co_return false;
    const bool end = piece->empty();
    if (chunked)
      before += fmt::format("{}{:x}\r\n{}", first ? "" : "\r\n", piece->size(), end ? "\r\n" : "");
    const std::string_view text = before;
    const std::string_view body = *piece;
    co_await connection.send(text, body, !end);
    if (end) break;
    before.clear();
    first = false;
    co_await connection.yield();
  }
  co_return connection.alive();
}

net::Awaitable<bool> send_produced_base64(Connection& connection, std::string_view head,
                                          Producer& producer) {
  Base64Encoder encoder;
  std::string text;
  std::string_view before = head;
  while (connection.alive()) {
    const auto piece = co_await producer.next(connection);
    if (!piece) connection.fail();
    if (!piece) co_return false;
    const bool end = piece->empty();
    text.clear();
    if (end)
      encoder.finish(text);
    else
      encoder.put(*piece, text);
    const std::string_view body = text;
    co_await connection.send(before, body, true);
    before = {};
    if (end) break;
    co_await connection.yield();
  }
  co_return connection.alive();
}

}  // namespace gauntlet::server_pool
