#include "client_pool/operations/list.h"

#include <fmt/format.h>

#include <algorithm>

#include "contract/operations.h"
#include "wire/listing.h"

namespace gauntlet::client_pool::operations {

std::string List::line_request(std::string_view) const {
  return fmt::format("{}\n", contract::kList.line_word);
}

std::string List::http_request(const std::string& host, std::string_view subject) const {
  Fields fields = {{"Accept", "application/json"}};
  if (options_.verify == Verify::kDigest) fields.emplace_back("Want-Repr-Digest", "crc32c=1");
  return http_head(contract::kList.method, http_target(options_, subject), host, options_, fields);
}

HttpRules List::http_rules() const {
  return {.method = wire::Method::kGet,
          .digest_body = options_.verify == Verify::kDigest,
          .keep_body = options_.verify != Verify::kNone};
}

Verdict List::check(const HttpAnswer& answer) const {
  if (answer.status() != 200) return fail_status(answer);
  Verdict verdict = check_digest(answer, options_);
  if (!verdict || options_.verify == Verify::kNone) return verdict;
  if (!wire::count_entries(answer.body()))
    return fail(ErrorKind::kProtocol, "the listing is not a JSON array of named entries");
  return verdict;
}

Verdict List::check(const LineAnswer& answer) const {
  const wire::LineAnswer read = wire::parse_line_answer(answer.object());
  if (!read.ok) return fail_line(read);
  if (options_.verify != Verify::kNone && !read.names)
    return fail(ErrorKind::kProtocol, "the listing is not a JSON array of names");
  return std::min(options_.verify, Verify::kLength);
}

}  // namespace gauntlet::client_pool::operations
