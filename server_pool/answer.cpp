#include "server_pool/answer.h"

#include <fmt/format.h>

#include "wire/digest.h"
#include "wire/http.h"
#include "wire/listing.h"

namespace gauntlet::server_pool {
namespace {

constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

// Fields about the file that the answer is about.
void add_version(wire::HeadWriter& head, const Answer& answer) {
  head.add("ETag", entity_tag(answer.status_of_file));
  head.add("Last-Modified", wire::http_date(answer.status_of_file.st_mtim.tv_sec));
}

void add_range(wire::HeadWriter& head, const Answer& answer) {
  const auto size = answer.status_of_file.st_size;
  if (answer.status == 416) head.add("Content-Range", fmt::format("bytes */{}", size));
  if (answer.status == 206)
    head.add("Content-Range", fmt::format("bytes {}-{}/{}", answer.part.first,
                                          answer.part.first + answer.part.length - 1, size));
  if (answer.file) head.add("Accept-Ranges", "bytes");
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

Answer refusal(StoreError error) {
  if (error == StoreError::kOtherMount)
    return plain_answer(409, "the folder is on another mount than the root; upload elsewhere");
  return refusal(status_of(error));
}

int status_of(StoreError error) {
  switch (error) {
    case StoreError::kBadName:
      return 400;
    case StoreError::kNotFound:
      return 404;
    case StoreError::kForbidden:
      return 403;
    case StoreError::kOccupied:
    case StoreError::kOtherMount:
      return 409;
    case StoreError::kFull:
      return 507;
    case StoreError::kNoDescriptors:
      return 503;
    case StoreError::kFailed:
      break;
  }
  return 500;
}

std::string entity_tag(const struct stat& status) {
  const FileVersion version(status);
  return fmt::format("\"{:x}-{:x}-{:x}\"", version.inode, version.size, version.mtime_ns);
}

std::uint64_t body_length(const Answer& answer) {
  return answer.file ? answer.part.length : answer.text.size();
}

void render_head(const Answer& answer, std::time_t now, std::string& out) {
  wire::HeadWriter head(out, answer.status);
  head.add("Server", "gauntlet");
  head.add("Date", wire::http_date(now));
  const bool bodyless = answer.status == 204 || answer.status == 304;
  if (!bodyless) head.add("Content-Length", body_length(answer));
  if (!bodyless && !answer.content_type.empty()) head.add("Content-Type", answer.content_type);
  if (answer.is_version) add_version(head, answer);
  add_range(head, answer);
  if (!answer.allow.empty()) head.add("Allow", answer.allow);
  if (!answer.location.empty()) head.add("Location", answer.location);
  if (answer.digest) head.add("Repr-Digest", wire::format_digest(*answer.digest));
  head.add("Connection", answer.keep_alive ? "keep-alive" : "close");
  head.finish();
}

}  // namespace gauntlet::server_pool
