#include "server_pool/line_session.h"

#include <algorithm>
#include <utility>

#include "server_pool/http_session.h"
#include "server_pool/operations/line_files.h"
#include "server_pool/operations/line_upload.h"
#include "server_pool/operations/list.h"
#include "server_pool/slot_holder.h"
#include "server_pool/tally.h"
#include "wire/base64.h"
#include "wire/http.h"
#include "wire/line.h"

namespace gauntlet::server_pool {
namespace {

// A slice of a file and its base64 share the worker's buffer. A multiple of 3, so that every slice
// but the last is encoded without padding.
constexpr std::size_t kSliceBytes = 96 * kKiB;
static_assert(kSliceBytes % 3 == 0);
static_assert(kSliceBytes + wire::base64_length(kSliceBytes) <= kBufferBytes);

// So much text of a body is read at once, behind what a head's reading may have left; what it
// decodes to lies in the other half of the buffer.
constexpr std::size_t kUploadReadBytes = 64 * kKiB;
static_assert(kUploadReadBytes + 2 * wire::kMaxHeadBytes < kBufferBytes / 2);

const operations::Reason kTooLate = "the request did not arrive in time";
const operations::Reason kUnknownRequest = "request tidak dikenali";  // as the original says it

Operation operation_of(wire::LineVerb verb) {
  switch (verb) {
    case wire::LineVerb::kList:
      return Operation::kList;
    case wire::LineVerb::kGet:
      return Operation::kGet;
    case wire::LineVerb::kUpload:
      return Operation::kUpload;
    case wire::LineVerb::kDelete:
      return Operation::kDelete;
    case wire::LineVerb::kUnknown:
      break;
  }
  return Operation::kOther;
}

net::Awaitable<bool> send_text(Connection& connection, const std::string& text) {
  const std::string_view head;
  const std::string_view body = text;
  const bool sent = co_await connection.send(head, body, false);
  co_return sent;
}

// An error after which the connection can go on.
net::Awaitable<void> answer_error(Connection& connection, const operations::Reason& reason,
                                  Tally& tally) {
  tally.failed();
  const std::string text = wire::line_error_answer(reason);
  co_await send_text(connection, text);
}

// An error in the middle of something that will not be read to its end.
net::Awaitable<void> answer_last_error(Connection& connection, const operations::Reason& reason,
                                       Tally& tally) {
  co_await answer_error(connection, reason, tally);
  if (connection.alive()) connection.refuse_the_rest();
}

// Streams a file's base64. The position in the text is all that is remembered between two sends:
// what a socket did not take is read and encoded again, which spares every connection a buffer.
net::Awaitable<void> send_base64(Connection& connection, int file, std::uint64_t size) {
  const store::Store& store = connection.space().store;
  char* const slice = connection.space().buffer.data();
  char* const text = slice + kSliceBytes;
  const std::uint64_t length = wire::base64_length(size);
  std::uint64_t turn = 0;
  connection.keep_input();
  for (std::uint64_t at = 0; at < length && connection.alive();) {
    const std::uint64_t offset = at / 4 * 3;
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(size - offset, kSliceBytes));
    const bool whole = store.read(file, offset, wanted, slice) == wanted;
    if (!whole) connection.fail();
    if (!whole) co_return;
    const std::size_t encoded = wire::encode_base64({slice, wanted}, text);
    const std::string_view rest(text + at % 4, encoded - at % 4);
    const std::size_t sent = connection.send_some(rest, {}, true);
    at += sent;
    turn = sent == rest.size() ? turn + sent : 0;
    if (sent < rest.size() && connection.alive()) co_await connection.writable();
    if (turn >= kTurnBytes) co_await connection.yield();
    if (turn >= kTurnBytes) turn = 0;
  }
}

net::Awaitable<void> serve_get(Connection& connection, const std::string& name, Tally& tally) {
  const auto file = operations::line_open(connection.space().store, name);
  if (!file) {
    co_await answer_error(connection, file.error(), tally);
    co_return;
  }
  const std::string head = wire::line_get_head(name);
  const std::string_view head_view = head;
  const std::string_view nothing;
  const auto size = static_cast<std::uint64_t>(file->status.st_size);
  co_await connection.send(head_view, nothing, true);
  if (connection.alive()) co_await send_base64(connection, file->fd.get(), size);
  if (!connection.alive()) co_return;
  const bool sent = co_await connection.send(wire::kLineGetTail, nothing, false);
  if (sent) tally.succeeded();
}

// Receives the body; the reason to refuse it is empty when it was complete or the connection broke.
net::Awaitable<operations::Reason> receive_body(Connection& connection,
                                                operations::LineUpload& upload) {
  bool hungry = connection.input().empty();
  while (!upload.complete()) {
    if (hungry) {
      const bool more = co_await connection.read_body(kUploadReadBytes);
      if (!more && connection.late()) co_return kTooLate;
      if (!more) co_return operations::Reason();
    }
    char* const scratch = connection.space().buffer.data() + kBufferBytes / 2;
    const auto taken = upload.put(connection.input(), scratch);
    if (!taken) co_return taken.error();
    connection.consume(*taken);
    hungry = *taken == 0 || connection.input().empty();
  }
  co_return operations::Reason();
}

// The name under which an upload was stored, or the reason why it was not; empty when the
// connection broke. Whatever is half done is removed when this returns, before the client hears of
// it.
net::Awaitable<tl::expected<std::string, operations::Reason>> take_upload(Connection& connection) {
  Workspace& space = connection.space();
  auto upload = operations::LineUpload::begin(space.store, space.options.max_upload);
  if (!upload) co_return tl::unexpected(upload.error());
  const std::string_view nothing;
  co_await connection.send(wire::kReadyToReceive, nothing, false);
  operations::Reason problem = co_await receive_body(connection, *upload);
  if (!problem.empty() || !connection.alive()) co_return tl::unexpected(std::move(problem));
  co_return upload->finish();
}

net::Awaitable<void> serve_upload(Connection& connection, Tally& tally) {
  const auto name = co_await take_upload(connection);
  if (name) {
    const std::string text = wire::line_uploaded_answer(*name);
    const bool sent = co_await send_text(connection, text);
    if (sent) tally.succeeded();
  } else if (connection.alive()) {
    co_await answer_last_error(connection, name.error(), tally);
  }
}

net::Awaitable<void> serve_list(Connection& connection, Tally& tally) {
  const auto page = co_await operations::line_list(connection);
  if (!page) {
    const operations::Reason reason = operations::reason_of(page.error());
    co_await answer_error(connection, reason, tally);
    co_return;
  }
  const bool sent = co_await send_text(connection, (*page)->text);
  if (sent) tally.succeeded();
}

net::Awaitable<void> serve_text(Connection& connection,
                                const tl::expected<std::string, operations::Reason>& text,
                                Tally& tally) {
  if (!text) {
    co_await answer_error(connection, text.error(), tally);
    co_return;
  }
  const bool sent = co_await send_text(connection, *text);
  if (sent) tally.succeeded();
}

net::Awaitable<void> serve_verb(Connection& connection, const wire::LineRequest& request,
                                Tally& tally) {
  const store::Store& store = connection.space().store;
  if (request.verb == wire::LineVerb::kGet) {
    co_await serve_get(connection, request.name, tally);
  } else if (request.verb == wire::LineVerb::kUpload) {
    co_await serve_upload(connection, tally);
  } else if (request.verb == wire::LineVerb::kList) {
    co_await serve_list(connection, tally);
  } else if (request.verb == wire::LineVerb::kDelete) {
    const auto text = operations::line_remove(store, request.name);
    co_await serve_text(connection, text, tally);
  } else {
    co_await answer_error(connection, kUnknownRequest, tally);
  }
}

// Whoever begins with what is no request speaks another protocol, whose next lines may mean
// something here: nothing of them is read.
bool is_other_protocol(const wire::LineRequest& request, bool first) {
  return first && request.verb == wire::LineVerb::kUnknown;
}

// length: of the line at the front of the input, its end included. first: of the connection.
net::Awaitable<void> serve_line(Connection& connection, std::size_t length, bool first) {
  Workspace& space = connection.space();
  connection.head_done();
  const wire::LineRequest request = wire::parse_line(connection.input().substr(0, length));
  connection.consume(length);
  const Operation operation = operation_of(request.verb);
  Tally tally(space.mine, operation);
  SlotHolder slot(space);
  if (operation != Operation::kOther && !slot.try_take()) co_await slot.wait(connection);
  if (is_other_protocol(request, first)) {
    const operations::Reason reason = request.problem.empty() ? kUnknownRequest : request.problem;
    co_await answer_last_error(connection, reason, tally);
  } else if (request.problem.empty()) {
    co_await serve_verb(connection, request, tally);
  } else {
    co_await answer_error(connection, request.problem, tally);
  }
  if (space.stopping) connection.fail();
}

net::Awaitable<void> refuse_late(Connection& connection) {
  Tally tally(connection.space().mine, Operation::kOther);
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
      Tally tally(connection.space().mine, Operation::kOther);
      const operations::Reason reason = "the request line is too long";
      co_await answer_last_error(connection, reason, tally);
    } else {
      co_await connection.read_head();
      if (connection.late()) co_await refuse_late(connection);
    }
  }
}

}  // namespace gauntlet::server_pool
