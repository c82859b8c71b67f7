#include "server_pool/session.h"

#include "server_pool/connection.h"
#include "server_pool/http_session.h"
#include "server_pool/line_session.h"
#include "wire/http.h"
#include "wire/line.h"

namespace gauntlet::server_pool {
namespace {

// A first line that is too long for either protocol, or too late, is answered as HTTP.
net::Awaitable<bool> speaks_http(Connection& connection) {
  for (;;) {
    skip_blank_lines(connection);
    const std::string_view input = connection.input();
    std::size_t end = input.find('\n');
    if (end == std::string_view::npos && input.size() >= wire::kMaxHeadBytes) co_return true;
    if (end != std::string_view::npos) {
      if (end > 0 && input[end - 1] == '\r') --end;
      co_return wire::looks_like_http(input.substr(0, end));
    }
    const bool more = co_await connection.read_head();
    if (!more) co_return true;
  }
}

}  // namespace

net::Awaitable<void> run_session(net::Socket socket, Workspace& space) {
  Connection connection(std::move(socket), space);
  const bool http = co_await speaks_http(connection);
  if (http) co_await serve_http(connection);
  if (!http) co_await serve_lines(connection);
  if (connection.refused()) co_await connection.linger();
}

}  // namespace gauntlet::server_pool
