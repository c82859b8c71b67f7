#include "server_pool/operations/upload.h"

#include <algorithm>

#include "base/file_digest.h"
#include "server_pool/admission.h"
#include "server_pool/line_answer.h"
#include "server_pool/operations/line_upload.h"
#include "wire/digest.h"
#include "wire/url.h"

namespace gauntlet::server_pool::operations {
namespace {

const Reason kTooLate = "the request did not arrive in time";

// In the line protocol so much text of a body is read at once, behind what a head's reading may
// have left; what it decodes to lies in the other half of the buffer.
constexpr std::size_t kLineReadBytes = 64 * kKiB;
static_assert(kLineReadBytes + 2 * wire::kMaxHeadBytes < kBufferBytes / 2);

// Of a chunked body at once: what follows the body is read with it, and has to be kept.
constexpr std::size_t kChunkedReadBytes = 64 * kKiB;

// A refusal after which the body is not read.
tl::unexpected<Answer> refused(Answer answer) {
  answer.keep_alive = false;
  return tl::unexpected(std::move(answer));
}

Answer unread_rejection(const Lack& lack) {
  Answer answer = rejection(lack);
  answer.keep_alive = false;
  return answer;
}

tl::expected<UploadTerms, Answer> read_terms(std::string_view name, const wire::Request& request,
                                             std::uint64_t max_length) {
  if (!request.content_range.empty())
    return refused(plain_answer(400, "a PUT of a range is not supported; send it whole"));
  if (!request.content_length && !request.chunked) return refused(refusal(411));
  if (request.content_length.value_or(0) > max_length) return refused(refusal(413));
  bool malformed = false;
  const auto digest = wire::parse_digest(request.repr_digest, &malformed);
  if (malformed) return refused(plain_answer(400, "Repr-Digest cannot be read"));
  return UploadTerms{.name = std::string(name),
                     .length = request.content_length,
                     .max_length = max_length,
                     .digest = digest,
                     .wants_digest = wire::wants_crc32c(request.want_repr_digest)};
}

// Receives the body of an upload. The refusal of it when it cannot be taken, else nothing; then the
// upload is complete or the connection is not alive.
net::Awaitable<std::optional<Answer>> receive_body(Connection& connection, Upload& incoming) {
  bool hungry = connection.input().empty();
  while (!incoming.complete()) {
    if (hungry) {
      const std::size_t at_most = incoming.wanted();
      const bool more = co_await connection.read_body(at_most);
      if (!more && connection.late()) co_return last_refusal(408);
      if (!more) co_return std::nullopt;
    }
    auto taken = incoming.put(connection.input());
    if (!taken) co_return std::move(taken.error());
    connection.consume(*taken);
    hungry = *taken == 0 || connection.input().empty();
  }
  co_return std::nullopt;
}

// Receives the body; the reason to refuse it is empty when it was complete or the connection broke.
net::Awaitable<Reason> receive_lines(Connection& connection, LineUpload& incoming) {
  bool hungry = connection.input().empty();
  while (!incoming.complete()) {
    if (hungry) {
      const bool more = co_await connection.read_body(kLineReadBytes);
      if (!more && connection.late()) co_return kTooLate;
      if (!more) co_return Reason();
    }
    char* const scratch = connection.space().buffer.data() + kBufferBytes / 2;
    const auto taken = incoming.put(connection.input(), scratch);
    if (!taken) co_return taken.error();
    connection.consume(*taken);
    hungry = *taken == 0 || connection.input().empty();
  }
  co_return Reason();
}

// The name under which an upload was stored, or the reason why it was not; empty when the
// connection broke. Whatever is half done is removed when this returns, before the client hears of
// it.
net::Awaitable<tl::expected<std::string, Reason>> take_lines(Connection& connection) {
  Workspace& space = connection.space();
  auto incoming = LineUpload::begin(space.store, space.options.max_upload);
  if (!incoming) co_return tl::unexpected(incoming.error());
  const std::string_view nothing;
  co_await connection.send(wire::kReadyToReceive, nothing, false);
  Reason problem = co_await receive_lines(connection, *incoming);
  if (!problem.empty() || !connection.alive()) co_return tl::unexpected(std::move(problem));
  co_return incoming->finish();
}

}  // namespace

Upload::Upload(const store::Store& store, UploadTerms terms, store::NewFile file)
    : store_(&store), terms_(std::move(terms)), file_(std::move(file)) {
  if (!terms_.length) chunks_.emplace(wire::ChunkedBody::Reading::kStrict);
}

tl::expected<Upload, Answer> Upload::begin(const store::Store& store, std::string_view name,
                                           const wire::Request& request,
                                           const ServerOptions& options) {
  auto terms = read_terms(name, request, options.max_upload);
  if (!terms) return tl::unexpected(std::move(terms.error()));
  const auto target = store.check_target(name);
  if (!target) return refused(refusal(target.error()));
  auto file = store.create(terms->length.value_or(0));
  if (!file) return refused(refusal(file.error()));
  return Upload(store, std::move(*terms), std::move(*file));
}

tl::expected<std::size_t, Answer> Upload::put(std::string_view input) {
  std::string_view content = input;
  std::size_t taken = 0;
  if (chunks_) {
    const auto piece = chunks_->put(input);
    if (!piece) return refused(refusal(piece.error()));
    content = piece->content;
    taken = piece->consumed;
  } else {
    content = input.substr(0, *terms_.length - received_);
    taken = content.size();
  }
  auto problem = store_content(content);
  if (problem) return refused(std::move(*problem));
  return taken;
}

std::optional<Answer> Upload::store_content(std::string_view content) {
  received_ += content.size();
  if (received_ > terms_.max_length) return refusal(413);
  if (digesting()) crc32c_.put(content);
  if (whole_) {
    *whole_ += content;
    return std::nullopt;
  }
  const auto written = file_.write(content);
  if (!written) return refusal(written.error());
  return std::nullopt;
}

bool Upload::complete() const { return chunks_ ? chunks_->done() : received_ == *terms_.length; }

std::size_t Upload::wanted() const {
  if (chunks_) return kChunkedReadBytes;
  return static_cast<std::size_t>(
      std::min<std::uint64_t>(*terms_.length - received_, kBufferBytes));
}

Answer Upload::finish() {
  if (whole_) {
    const auto written = file_.write(*whole_);
    if (!written) return refusal(written.error());
  }
  if (terms_.digest && *terms_.digest != crc32c_.value())
    return plain_answer(400, "the body is not the one that Repr-Digest describes");
  Answer answer;
  if (file_.fd()) {
    struct stat status {};
    if (::fstat(file_.fd().get(), &status) == 0) {
      if (digesting()) store_digest(file_.fd().get(), status, crc32c_.value());
      answer.file = std::make_shared<const store::ServedFile>(UniqueFd(), status);
    }
  }
  const auto created = store_->commit(std::move(file_), terms_.name);
  if (!created) return refusal(created.error());
  answer.status = *created ? 201 : 204;
  if (*created) answer.location = "/files/" + wire::encode_path(terms_.name);
  if (terms_.wants_digest) answer.digest = crc32c_.value();
  return answer;
}

net::Awaitable<std::optional<Answer>> upload(Connection& connection, const Route& route,
                                             const wire::Request& request) {
  Workspace& space = connection.space();
  const bool ask = request.expect_continue && connection.input().empty();
  const bool keep_alive = request.keep_alive;
  auto incoming = Upload::begin(space.store, route.name, request, space.options);
  if (!incoming) co_return std::move(incoming.error());
  if (space.options.buffering == Buffering::kWhole && incoming->length()) {
    const std::unique_ptr<const Lack> lack = reserve(connection, *incoming->length());
    if (lack) co_return unread_rejection(*lack);
    incoming->hold_whole();
  }
  const std::string_view nothing;
  if (ask) co_await connection.send(kContinue, nothing, false);
  std::optional<Answer> answer = co_await receive_body(connection, *incoming);
  if (answer || !connection.alive()) co_return answer;
  answer = incoming->finish();
  answer->keep_alive = keep_alive && !space.stopping;
  co_return answer;
}

net::Awaitable<void> upload_by_line(Connection& connection, const wire::LineRequest&,
                                    Tally& tally) {
  const auto name = co_await take_lines(connection);
  if (name) {
    const std::string text = wire::line_uploaded_answer(*name);
    const std::string_view view = text;
    co_await answer_line(connection, view, tally);
  } else if (connection.alive()) {
    co_await answer_last_error(connection, name.error(), tally);
  }
}

}  // namespace gauntlet::server_pool::operations
