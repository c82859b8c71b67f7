#include "server_pool/line_session.h"

#include <utility>

#include "server_pool/access_log/logged_request.h"
#include "server_pool/admission.h"
#include "server_pool/http_session.h"
#include "server_pool/line_answer.h"
#include "server_pool/operations/operation.h"
#include "server_pool/operations/where.h"
#include "server_pool/slot_holder.h"
#include "server_pool/tally.h"
#include "wire/http.h"
#include "wire/line.h"

namespace gauntlet::server_pool {
namespace {

const Reason kTooLate = "the request did not arrive in time";
const Reason kUnknownRequest = "request tidak dikenali";  // as the original says it

// length: of the line at the front of the input, its end included. first: of the connection.
net::Awaitable<void> serve_line(Connection& connection, std::size_t length, bool first) {
  Workspace& space = connection.space();
  connection.head_done();
  access_log::LoggedRequest logged(connection);
  const std::string_view line = connection.input().substr(0, length);
  logged.asks(line);
  const wire::LineRequest request = wire::parse_line(line);
  connection.consume(length);
  const operations::Operation* const operation = operations::find_line_operation(request.word);
  Tally tally(space.mine, operation ? &operation->about : nullptr);
  Admission admission(connection);
  const std::unique_ptr<const Lack> lack = operation ? admission.admit() : nullptr;
  if (lack) {
    co_await reject_line(connection, *lack, tally);
    co_return;
  }
  SlotHolder slot(space);
  if (operation && !slot.try_take()) co_await slot.wait(connection);
  if (operation) {
    co_await operation->serve_line(connection, request, tally);
  } else if (request.word == operations::kWhere) {
    co_await operations::where_by_line(connection, tally);
  } else {
    const Reason reason = request.problem.empty() ? kUnknownRequest : request.problem;
    // Whoever begins with what is no request speaks another protocol, whose next lines may mean
    // something here: nothing of them is read.
    if (first) co_await answer_last_error(connection, reason, tally);
    if (!first) co_await answer_error(connection, reason, tally);
  }
  if (space.stopping) connection.fail();
}

net::Awaitable<void> refuse_late(Connection& connection) {
  const access_log::LoggedRequest logged(connection);
  Tally tally(connection.space().mine, nullptr);
  co_await answer_last_error(connection, kTooLate, tally);
}

}  // namespace

net::Awaitable<void> serve_lines(Connection& connection) {
  bool first = true;
  while (connection.alive()) {
    skip_blank_lines(connection);
    const std::size_t end = connection.input().find('\n');
    if (end < wire::kMaxLineBytes) {
      co_await serve_line(connection, end + 1, first);
      first = false;
    } else if (connection.input().size() >= wire::kMaxLineBytes) {
      const access_log::LoggedRequest logged(connection);
      Tally tally(connection.space().mine, nullptr);
      const Reason reason = "the request line is too long";
      co_await answer_last_error(connection, reason, tally);
    } else {
      co_await connection.read_head();
      if (connection.late()) co_await refuse_late(connection);
    }
  }
}

}  // namespace gauntlet::server_pool
