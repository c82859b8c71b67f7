#include "server_pool/answer.h"

#include <fmt/format.h>

#include "server_pool/session_cookies.h"
#include "wire/http.h"

namespace gauntlet::server_pool {
namespace {

constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

// Fields about the file that the answer is about.
void add_version(wire::HeadWriter& head, const Answer& answer) {
  head.add("ETag", answer.file->tag);
  head.add("Last-Modified", answer.file->last_modified);
}

void add_range(wire::HeadWriter& head, const Answer& answer) {
  const auto size = answer.file->status.st_size;
  if (answer.status == 416) head.add("Content-Range", fmt::format("bytes */{}", size));
  if (answer.status == 206)
    head.add("Content-Range", fmt::format("bytes {}-{}/{}", answer.part.first,
                                          answer.part.first + answer.part.length - 1, size));
  if (answer.sends_file && answer.takes_ranges) head.add("Accept-Ranges", "bytes");
}

}  // namespace

Answer plain_answer(int status, std::string_view sentence) {
  Answer answer;
  answer.status = status;
  answer.content_type = kPlainText;
  answer.text = fmt::format("{}\n", sentence);
  return answer;
}

Answer refusal(int status) { return plain_answer(status, wire::reason_phrase(status)); }

Answer refusal(store::StoreError error) {
  if (error == store::StoreError::kOtherMount)
    return plain_answer(409, "the folder is on another mount than the root; upload elsewhere");
  return refusal(status_of(error));
}

Answer last_refusal(int status) {
  Answer answer = refusal(status);
  answer.keep_alive = false;
  return answer;
}

int status_of(store::StoreError error) {
  switch (error) {
    case store::StoreError::kBadName:
      return 400;
    case store::StoreError::kNotFound:
      return 404;
    case store::StoreError::kForbidden:
      return 403;
    case store::StoreError::kOccupied:
    case store::StoreError::kOtherMount:
      return 409;
    case store::StoreError::kFull:
      return 507;
    case store::StoreError::kNoDescriptors:
      return 503;
    case store::StoreError::kFailed:
      break;
  }
  return 500;
}

std::string_view text_of(const Answer& answer) {
  if (answer.sends_file && answer.file->content)
    return std::string_view(answer.file->content->bytes)
        .substr(answer.part.first, answer.part.length);
  return answer.page ? std::string_view(answer.page->text) : answer.text;
}

std::uint64_t body_length(const Answer& answer) {
  return answer.sends_file ? answer.part.length : text_of(answer).size();
}

void render_head(const Answer& answer, std::time_t now, std::string& out,
                 std::string_view session) {
  wire::HeadWriter head(out, answer.status);
  head.add("Server", "gauntlet");
  head.add_date("Date", now);
  const bool bodyless = answer.status == 204 || answer.status == 304;
  if (answer.producer && answer.chunked) head.add("Transfer-Encoding", "chunked");
  if (!bodyless && !answer.producer) head.add("Content-Length", body_length(answer));
  if (!bodyless && !answer.content_type.empty()) head.add("Content-Type", answer.content_type);
  if (answer.file) add_version(head, answer);
  if (answer.file) add_range(head, answer);
  if (!answer.allow.empty()) head.add("Allow", answer.allow);
  if (answer.retry_after_s > 0) head.add("Retry-After", answer.retry_after_s);
  if (!answer.cut.empty()) head.add("Gauntlet-Cut", answer.cut);
  if (!answer.location.empty()) head.add("Location", answer.location);
  if (!session.empty())
    head.add("Set-Cookie",
             fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", kSessionCookie, session));
  if (answer.digest) head.add_digest(*answer.digest);
  head.add("Connection", answer.keep_alive ? "keep-alive" : "close");
  head.finish();
}

}  // namespace gauntlet::server_pool
