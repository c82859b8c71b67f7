#include "server_pool/operations/get.h"

#include <algorithm>
#include <utility>

#include "base/base64.h"
#include "base/crc32c.h"
#include "server_pool/admission.h"
#include "server_pool/line_answer.h"
#include "wire/http_date.h"
#include "wire/mime.h"
#include "wire/range.h"

namespace gauntlet::server_pool::operations {
namespace {

// A slice of a file and its base64 share the worker's buffer. A multiple of 3, so that every slice
// but the last is encoded without padding.
constexpr std::size_t kSliceBytes = 96 * kKiB;
static_assert(kSliceBytes % 3 == 0);
static_assert(kSliceBytes + base64_length(kSliceBytes) <= kBufferBytes);

// Whether an If-None-Match field names this tag: "*", or a list compared weakly (RFC 9110, 13.1.2).
// Our tags hold no comma, and none is a part of another: they are quoted.
bool matches(std::string_view field, std::string_view tag) {
  return field == "*" || field.find(tag) != std::string_view::npos;
}

// Whether the client has this version already, as it says: If-Modified-Since counts only where
// there is no If-None-Match (RFC 9110, 13.1.3), and where it can be read.
bool is_known(const wire::Request& request, const store::ServedFile& file) {
  if (!request.if_none_match.empty()) return matches(request.if_none_match, file.tag);
  if (request.if_modified_since.empty()) return false;
  if (request.if_modified_since == file.last_modified) return true;
  const auto since = wire::parse_http_date(std::string(request.if_modified_since));
  return since && file.status.st_mtim.tv_sec <= *since;
}

// Whether a range may be answered with a part: If-Range is absent, or names this very version.
bool range_applies(const wire::Request& request, const store::ServedFile& file) {
  if (request.method != wire::Method::kGet || request.range.empty()) return false;
  return request.if_range.empty() || request.if_range == file.tag ||
         request.if_range == file.last_modified;
}

// The next bytes of a file, as many as are wanted: from memory where its content is kept, else read
// into the buffer. Fewer when the file has become shorter.
std::string_view slice_of(const store::Store& store, const store::ServedFile& file,
                          std::uint64_t offset, std::size_t wanted, char* buffer) {
  if (file.content) return std::string_view(file.content->bytes).substr(offset, wanted);
  return {buffer, store.read(file.fd.get(), offset, wanted, buffer)};
}

// Streams a file's base64. The position in the text is all that is remembered between two sends:
// what a socket did not take is read and encoded again, which spares every connection a buffer.
net::Awaitable<void> send_base64(Connection& connection, const store::ServedFile& file) {
  const store::Store& store = connection.space().store;
  char* const buffer = connection.space().buffer.data();
  char* const text = buffer + kSliceBytes;
  const auto size = static_cast<std::uint64_t>(file.status.st_size);
  const std::uint64_t length = base64_length(size);
  std::uint64_t turn = 0;
  connection.keep_input();
  for (std::uint64_t at = 0; at < length && connection.alive();) {
    const std::uint64_t offset = at / 4 * 3;
    const auto wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(size - offset, kSliceBytes));
    const std::string_view slice = slice_of(store, file, offset, wanted, buffer);
    if (slice.size() < wanted) connection.fail();
    if (slice.size() < wanted) co_return;
    const std::size_t encoded = encode_base64(slice, text);
    const std::string_view rest(text + at % 4, encoded - at % 4);
    const std::size_t sent = connection.send_some(rest, {}, true);
    at += sent;
    turn = sent == rest.size() ? turn + sent : 0;
    if (sent < rest.size() && connection.alive()) co_await connection.writable();
    if (turn >= kTurnBytes) co_await connection.yield();
    if (turn >= kTurnBytes) turn = 0;
  }
}

}  // namespace

Answer answer_with(store::SharedFile file, std::string_view name, const wire::Request& request) {
  Answer answer;
  answer.file = std::move(file);
  if (is_known(request, *answer.file)) {
    answer.status = 304;
    return answer;
  }
  const auto size = static_cast<std::uint64_t>(answer.file->status.st_size);
  wire::RangeAnswer range{.range = {.first = 0, .length = size}};
  if (range_applies(request, *answer.file)) range = wire::resolve_range(request.range, size);
  if (range.kind == wire::RangeKind::kUnsatisfiable) {
    answer.status = 416;
    return answer;
  }
  if (range.kind == wire::RangeKind::kPart) answer.status = 206;
  answer.content_type = wire::mime_type(name);
  answer.part = range.range;
  answer.sends_file = true;
  return answer;
}

std::unique_ptr<const Lack> hold_whole(Connection& connection, store::SharedFile& file) {
  if (file->content) return nullptr;
  const auto size = static_cast<std::uint64_t>(file->status.st_size);
  std::unique_ptr<const Lack> lack = reserve(connection, size);
  if (lack) return lack;
  store::Content content{.bytes = std::string(size, '\0')};
  const store::Store& store = connection.space().store;
  // One that has become shorter is sent from where it lies, as ever.
  if (store.read(file->fd.get(), 0, size, content.bytes.data()) != size) return lack;
  Crc32c crc32c;
  crc32c.put(content.bytes);
  content.crc32c = crc32c.value();
  file = std::make_shared<const store::ServedFile>(file->status, std::move(content));
  return lack;
}

Answer get(const Route& route, const wire::Request& request, Workspace& space) {
  auto file = space.contents.open(route.name);
  return file ? answer_with(std::move(*file), route.name, request) : refusal(file.error());
}

tl::expected<store::SharedFile, store::StoreError> open_by_line(store::ContentCache& files,
                                                                const std::string& name) {
  return try_names(name, [&files](const std::string& each) { return files.open(each); });
}

net::Awaitable<void> get_by_line(Connection& connection, const wire::LineRequest& request,
                                 Tally& tally) {
  const auto name = wire::name_of(request);
  if (!name) {
    co_await answer_error(connection, name.error(), tally);
    co_return;
  }
  auto file = open_by_line(connection.space().contents, *name);
  if (!file) {
    const Reason reason = reason_of(file.error());
    co_await answer_error(connection, reason, tally);
    co_return;
  }
  const bool whole = connection.space().options.buffering == contract::Buffering::kWhole;
  const std::unique_ptr<const Lack> lack = whole ? hold_whole(connection, *file) : nullptr;
  if (lack) {
    co_await reject_line(connection, *lack, tally);
    co_return;
  }
  const std::string& its_name = *name;
  const store::ServedFile& served = **file;
  co_await answer_file(connection, its_name, served, tally);
}

net::Awaitable<void> answer_file(Connection& connection, const std::string& name,
                                 const store::ServedFile& file, Tally& tally) {
  const std::string head = wire::line_get_head(name);
  const std::string_view head_view = head;
  const std::string_view nothing;
  co_await connection.send(head_view, nothing, true);
  if (connection.alive()) co_await send_base64(connection, file);
  if (!connection.alive()) co_return;
  co_await answer_line(connection, wire::kLineGetTail, tally);
}

}  // namespace gauntlet::server_pool::operations
