#include "server_pool/operations/get.h"

#include <utility>

#include "wire/mime.h"
#include "wire/range.h"

namespace gauntlet::server_pool::operations {
namespace {

// Whether an If-None-Match field names this tag: "*", or a list compared weakly (RFC 9110, 13.1.2).
// Our tags hold no comma, and none is a part of another: they are quoted.
bool matches(std::string_view field, std::string_view tag) {
  return field == "*" || field.find(tag) != std::string_view::npos;
}

// Whether a range may be answered with a part: If-Range is absent, or names this very version.
bool range_applies(const wire::Request& request, const store::ServedFile& file) {
  if (request.method != wire::Method::kGet || request.range.empty()) return false;
  return request.if_range.empty() || request.if_range == file.tag ||
         request.if_range == file.last_modified;
}

}  // namespace

Answer get(store::FileCache& files, std::string_view name, const wire::Request& request) {
  auto file = files.open(name);
  if (!file) return refusal(file.error());
  Answer answer;
  answer.file = std::move(*file);
  if (!request.if_none_match.empty() && matches(request.if_none_match, answer.file->tag)) {
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

}  // namespace gauntlet::server_pool::operations
