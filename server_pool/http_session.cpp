#include "server_pool/http_session.h"

#include <fmt/format.h>

#include <ctime>
#include <memory>
#include <utility>

#include "base/crc32c.h"
#include "contract/packet_size.h"
#include "net/resolve.h"
#include "server_pool/access_log/logged_request.h"
#include "server_pool/admission.h"
#include "server_pool/answer.h"
#include "server_pool/operations/get.h"
#include "server_pool/operations/operation.h"
#include "server_pool/operations/services.h"
#include "server_pool/packet_size.h"
#include "server_pool/produced.h"
#include "server_pool/redirects/front.h"
#include "server_pool/routes.h"
#include "server_pool/shared_work.h"
#include "server_pool/slot_holder.h"
#include "server_pool/tally.h"
#include "wire/digest.h"
#include "wire/http.h"
#include "wire/url.h"

namespace gauntlet::server_pool {
namespace {

// Reads until a whole head stands at the front of the input. Its length; 0 when none comes, or when
// it is too long or too late and the connection still lives.
net::Awaitable<std::size_t> read_whole_head(Connection& connection) {
  std::size_t searched = 0;
  for (;;) {
    if (searched == 0) skip_blank_lines(connection);
    const std::size_t length = wire::find_head_end(connection.input(), searched);
    if (length > 0 || connection.input().size() >= wire::kMaxHeadBytes) co_return length;
    searched = connection.input().size();
    const bool more = co_await connection.read_head();
    if (!more) co_return 0;
  }
}

// Computes the digest of a file that has none yet. Without one where that takes longer than
// --timeout, the client closes its end, or the file changes: then none is sent.
net::Awaitable<void> compute_digest(Connection& connection, Answer& answer) {
  Workspace& space = connection.space();
  const std::shared_ptr<store::DigestWork> work = space.digests.compute(answer.file);
  const SteadyTime until = steady_now() + space.options.timeout;
  const bool done = co_await take_part(connection, *work, until);
  if (done) answer.digest = work->digest();
}

net::Awaitable<void> add_digest(Connection& connection, Answer& answer) {
  if (answer.sends_file && answer.file->content) {
    answer.digest = answer.file->content->crc32c;
  } else if (answer.sends_file) {
    const store::ServedFile& file = *answer.file;
    answer.digest = connection.space().digests.find(file.fd.get(), file.status);
    if (!answer.digest) co_await compute_digest(connection, answer);
  } else if (answer.page) {
    answer.digest = answer.page->crc32c;
  } else {
    Crc32c crc32c;
    crc32c.put(answer.text);
    answer.digest = crc32c.value();
  }
}

// False: the client has not got all of it.
net::Awaitable<bool> send_answer(Connection& connection, const Answer& answer) {
  std::string& text = connection.space().text;
  text.clear();
  render_head(answer, std::time(nullptr), text, connection.take_session());
  const std::string_view head = text;
  connection.begin_answer(answer.status, head.size());
  if (answer.producer && !answer.omit_body) {
    Producer& producer = *answer.producer;
    const bool all = co_await send_produced(connection, head, producer, answer.chunked);
    co_return all;
  }
  if (answer.sends_file && !answer.file->content && !answer.omit_body) {
    const int file = answer.file->fd.get();
    const bool all =
        co_await connection.send_file(head, file, answer.part.first, answer.part.length);
    co_return all;
  }
  const std::string_view body = answer.omit_body ? std::string_view() : text_of(answer);
  const bool all = co_await connection.send(head, body, false);
  co_return all;
}

// Sends the answer and, when it is the connection's last, ends that; unread: something may still
// come that will not be read. False: the client has not got all of it.
net::Awaitable<bool> deliver(Connection& connection, const Answer& answer, bool unread) {
  const bool sent = co_await send_answer(connection, answer);
  if (sent && answer.keep_alive) co_return true;
  if (sent && unread)
    connection.refuse_the_rest();
  else
    connection.fail();
  co_return sent;
}

// The same, for a request that counts.
net::Awaitable<void> finish(Connection& connection, const Answer& answer, bool unread,
                            Tally& tally) {
  if (answer.retry_after_s > 0)
    tally.rejected();
  else if (answer.status >= 400)
    tally.failed();
  const bool sent = co_await deliver(connection, answer, unread);
  if (sent && answer.status < 400) tally.succeeded();
}

// For a head that cannot be read.
net::Awaitable<void> refuse(Connection& connection, int status, Tally& tally) {
  const Answer answer = last_refusal(status);
  co_await finish(connection, answer, true, tally);
}

// Sends in packets from now on, as the request asks. False: it asks for what cannot be had.
bool take_packet_size(Connection& connection, const wire::Request& request) {
  const auto bytes = parse_packet_size(request.packet_size);
  if (bytes) connection.set_packet_size(*bytes);
  return bytes.has_value();
}

net::Awaitable<void> refuse_packet_size(Connection& connection, Tally& tally) {
  Answer answer =
      plain_answer(400, fmt::format("X-Packet-Size must be a whole number of bytes from 1 to {}",
                                    contract::kMostPacketBytes));
  answer.keep_alive = false;
  co_await finish(connection, answer, true, tally);
}

net::Awaitable<void> serve_body(Connection& connection, operations::ReceiveCall receive,
                                const Route& route, const wire::Request& request, Tally& tally) {
  const std::optional<Answer> answer = co_await receive(connection, route, request);
  if (answer) co_await finish(connection, *answer, !answer->keep_alive, tally);
}

bool has_body(const wire::Request& request) {
  return request.chunked || request.content_length.value_or(0) > 0;
}

// The file that is answered with, in memory, or the refusal of that.
void hold_whole(Connection& connection, Answer& answer) {
  const auto lack = operations::hold_whole(connection, answer.file);
  if (lack) answer = rejection(*lack);
}

// operation may be null: then the answer is about the server itself, or a refusal.
net::Awaitable<void> serve_answer(Connection& connection, const operations::Operation* operation,
                                  const Route& route, const wire::Request& request, Tally& tally) {
  const bool unread = has_body(request);
  const bool keep_alive = request.keep_alive && !unread;
  const bool wants_digest = wire::wants_crc32c(request.want_repr_digest);
  const bool omit_body = request.method == wire::Method::kHead;
  const bool chunked = request.minor > 0;
  Answer answer = answer_to(route, request, operation, connection.space());
  const std::shared_ptr<Completion> completion = std::exchange(answer.completion, nullptr);
  if (completion) co_await completion->complete(connection, answer);
  answer.omit_body = omit_body;
  answer.chunked = chunked;
  const bool whole = connection.space().options.buffering == Buffering::kWhole;
  if (whole && answer.sends_file && !omit_body) hold_whole(connection, answer);
  const bool ready = !answer.producer && (answer.status == 200 || answer.status == 206);
  if (wants_digest && ready) co_await add_digest(connection, answer);
  answer.keep_alive = answer.keep_alive && keep_alive && !connection.space().stopping;
  if (answer.producer && !answer.chunked) answer.keep_alive = false;
  co_await finish(connection, answer, unread, tally);
}

// Who receives the body of the request; null: nobody.
operations::ReceiveCall receiver_of(const operations::Operation* operation, const Route& route,
                                    const wire::Request& request) {
  if (operation) return operation->receive;
  const operations::Service* const service = operations::find_service(route, request.method);
  return service ? service->receive : nullptr;
}

// Sends a request elsewhere, where it is the turn of another; null: it is to be served here. By
// pointer, so that it takes nothing of the frame of those that are served.
std::unique_ptr<const Answer> redirect(Connection& connection, const wire::Request& request) {
  Workspace& space = connection.space();
  if (space.front == nullptr) return nullptr;
  std::string host(wire::host_of_field(request.host));
  if (host.empty()) host = net::host_text(connection.local_endpoint().address());
  const auto elsewhere = space.front->next(host);
  if (!elsewhere) return nullptr;
  space.mine.redirects.add(1);
  Answer answer = refusal(307);
  answer.location = fmt::format("http://{}{}", *elsewhere, wire::without_origin(request.target));
  answer.omit_body = request.method == wire::Method::kHead;
  answer.keep_alive = request.keep_alive && !has_body(request) && !space.stopping;
  return std::make_unique<const Answer>(std::move(answer));
}

// Services are asked by programs, again and again; they begin no session.
bool begins_session(const Route& route, const operations::Operation* operation) {
  return operation != nullptr || route.resource != Resource::kService;
}

// A coroutine of its own, so that the frame of those that are let in stays small enough to be kept
// for the next one.
net::Awaitable<void> turn_away(Connection& connection, const Lack& lack,
                               const wire::Request& request, std::size_t head_length,
                               Tally& tally) {
  const bool unread = has_body(request);
  Answer answer = rejection(lack);
  answer.omit_body = request.method == wire::Method::kHead;
  answer.keep_alive =
      answer.keep_alive && request.keep_alive && !unread && !connection.space().stopping;
  connection.consume(head_length);
  co_await finish(connection, answer, unread, tally);
}

// first: whether no request of the connection was for an operation so far.
net::Awaitable<void> serve_request(Connection& connection, std::size_t head_length, bool& first) {
  Workspace& space = connection.space();
  connection.head_done();
  access_log::LoggedRequest logged(connection);
  SlotHolder slot(space);
  // What a request says that may have to wait is kept where it does not move meanwhile.
  std::string own_path;
  const bool waits = slot.must_wait();
  if (waits) connection.keep_input();
  std::string& path = waits ? own_path : space.path;
  const auto request = wire::parse_request(connection.input().substr(0, head_length));
  if (!request) {
    Tally tally(space.mine, nullptr);
    const int status = request.error();
    co_await refuse(connection, status, tally);
    co_return;
  }
  logged.asks(*request);
  if (!request->packet_size.empty() && !take_packet_size(connection, *request)) {
    Tally tally(space.mine, nullptr);
    co_await refuse_packet_size(connection, tally);
    co_return;
  }
  const Route route = find_route(request->target, path, space.options.site);
  const operations::Operation* const operation = operations::find_operation(route, request->method);
  if (operation && std::exchange(first, false)) {
    const auto answer = redirect(connection, *request);
    if (answer) {
      const bool unread = has_body(*request);
      connection.consume(head_length);
      co_await deliver(connection, *answer, unread);
      co_return;
    }
  }
  if (space.options.sessions && begins_session(route, operation))
    connection.give_session(space.sessions.visit(request->cookie));
  Tally tally(space.mine, operation ? &operation->about : nullptr);
  Admission admission(connection);
  const std::unique_ptr<const Lack> lack = operation ? admission.admit() : nullptr;
  if (lack) {
    co_await turn_away(connection, *lack, *request, head_length, tally);
    co_return;
  }
  if (operation && !slot.try_take()) co_await slot.wait(connection);
  connection.consume(head_length);
  const operations::ReceiveCall receive = receiver_of(operation, route, *request);
  if (receive)
    co_await serve_body(connection, receive, route, *request, tally);
  else
    co_await serve_answer(connection, operation, route, *request, tally);
}

}  // namespace

void skip_blank_lines(Connection& connection) {
  const std::string_view input = connection.input();
  std::size_t blank = 0;
  for (;;) {
    if (input.substr(blank).starts_with("\r\n"))
      blank += 2;
    else if (input.substr(blank).starts_with('\n'))
      blank += 1;
    else
      break;
  }
  connection.consume(blank);
}

net::Awaitable<void> serve_http(Connection& connection) {
  bool first = true;
  while (connection.alive()) {
    const std::size_t head_length = co_await read_whole_head(connection);
    if (head_length > 0) {
      co_await serve_request(connection, head_length, first);
    } else if (connection.alive()) {
      const access_log::LoggedRequest logged(connection);
      Tally tally(connection.space().mine, nullptr);
      const int status = connection.late() ? 408 : 431;
      co_await refuse(connection, status, tally);
    }
  }
}

}  // namespace gauntlet::server_pool
