#include "server_pool/operations/where.h"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "net/resolve.h"
#include "server_pool/line_answer.h"
#include "server_pool/redirects/front.h"
#include "wire/line.h"

namespace gauntlet::server_pool::operations {

net::Awaitable<void> where_by_line(Connection& connection, Tally& tally) {
  Workspace& space = connection.space();
  const auto local = connection.local_endpoint();
  const std::string host = net::host_text(local.address());
  std::optional<std::string> elsewhere;
  if (space.front != nullptr) elsewhere = space.front->next(host);
  if (elsewhere) space.mine.redirects.add(1);
  const std::string here = fmt::format("{}:{}", host, local.port());
  const std::string text = wire::line_where_answer(elsewhere.value_or(here), elsewhere.has_value());
  const std::string_view view = text;
  co_await answer_line(connection, view, tally);
}

}  // namespace gauntlet::server_pool::operations
