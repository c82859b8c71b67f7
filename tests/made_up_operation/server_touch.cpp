#include "tests/made_up_operation/server_touch.h"

#include "server_pool/line_answer.h"

namespace gauntlet::server_pool::operations {

Answer touch(const Route&, const wire::Request&, Workspace&) {
  Answer answer;
  answer.status = 204;
  return answer;
}

net::Awaitable<void> touch_by_line(Connection& connection, const wire::LineRequest&, Tally& tally) {
  const std::string_view text = "{\"status\":\"OK\"}\r\n\r\n";
  co_await answer_line(connection, text, tally);
}

}  // namespace gauntlet::server_pool::operations
