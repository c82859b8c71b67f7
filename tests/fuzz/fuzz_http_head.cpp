// Heads of requests and responses, and what is read out of their fields.
#include "tests/fuzz/require.h"
#include "wire/digest.h"
#include "wire/http.h"
#include "wire/range.h"
#include "wire/response.h"
#include "wire/url.h"

namespace gauntlet::fuzz {
namespace {

using namespace gauntlet::wire;

bool lies_within(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

bool is_one_line(std::string_view text) { return text.find_first_of("\r\n") == text.npos; }

// A head that comes in two reads ends where it ends when it comes in one.
void cut_in_two(std::string_view bytes, std::size_t head_end, std::size_t cut) {
  const std::size_t early = find_head_end(bytes.substr(0, cut));
  require(early == 0 || early == head_end);
  if (early == 0) require(find_head_end(bytes, cut) == head_end);
}

void read_fields(const Request& request) {
  if (std::string path; path_of_target(request.target, path))
    require(path.starts_with('/') && path.find('\0') == path.npos);
  constexpr std::uint64_t kSize = 1000;
  const RangeAnswer answer = resolve_range(request.range, kSize);
  if (answer.kind == RangeKind::kPart)
    require(answer.range.length > 0 && answer.range.first < kSize &&
            answer.range.length <= kSize - answer.range.first);
  wants_crc32c(request.want_repr_digest);
  if (const auto crc32c = parse_digest(request.repr_digest))
    require(parse_digest(format_digest(*crc32c)) == crc32c);
}

void try_request(std::string_view head) {
  const auto request = parse_request(head);
  const auto again = parse_request(head);
  require(request.has_value() == again.has_value());
  if (!request) {
    require(request.error() == again.error());
    require(request.error() >= 400 && request.error() <= 505);
    return;
  }
  require(!request->target.empty() && is_one_line(request->target));
  require(!request->chunked || !request->content_length);
  for (const std::string_view field :
       {request->target, request->host, request->range, request->if_range, request->if_none_match,
        request->accept, request->want_repr_digest, request->repr_digest})
    require(lies_within(field, head) && is_one_line(field));
  read_fields(*request);
}

void try_response(std::string_view head) {
  const auto response = parse_response(head);
  if (!response) return require(!response.error().empty());
  require(response->status >= 100 && response->status <= 999);
  require(!response->chunked || !response->content_length);
}

}  // namespace
}  // namespace gauntlet::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gauntlet::fuzz;
  const std::string_view bytes = as_text(data, size);
  const std::size_t head_end = gauntlet::wire::find_head_end(bytes);
  require(head_end <= size);
  for (const std::size_t cut : {size / 2, size - size / 4, head_end - head_end / 8})
    cut_in_two(bytes, head_end, cut);
  const std::string_view head = head_end > 0 ? bytes.substr(0, head_end) : bytes;
  try_request(head);
  try_response(head);
  return 0;
}
