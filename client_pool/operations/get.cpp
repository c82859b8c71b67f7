#include "client_pool/operations/get.h"

#include <fmt/format.h>

#include <algorithm>

#include "contract/operations.h"

namespace gauntlet::client_pool::operations {
std::string Get::http_request(const std::string& host, std::string_view subject) const {
  Fields fields;
  if (options_.verify == Verify::kDigest) fields.emplace_back("Want-Repr-Digest", "crc32c=1");
  return http_head(contract::kGet.method, http_target(options_, subject), host, options_, fields);
}

HttpRules Get::http_rules() const {
  return {.method = wire::Method::kGet, .digest_body = options_.verify == Verify::kDigest};
}

std::string Get::line_request(std::string_view subject) const {
  return line_with_name(contract::kGet, subject);
}

std::optional<Failure> Get::wrong_size(std::uint64_t bytes) const {
  const std::uint64_t expected = volume_bytes(options_);
  if (options_.verify == Verify::kNone || names_file(options_) || bytes == expected)
    return std::nullopt;
  return Failure{ErrorKind::kShortBody, fmt::format("{} bytes where --volume {} says {}", bytes,
                                                    options_.volume, expected)};
}

Verdict Get::check(const HttpAnswer& answer) const {
  if (answer.status() != 200) return fail_status(answer);
  if (const auto failure = wrong_size(answer.body_bytes())) return tl::unexpected(*failure);
  return check_digest(answer, options_);
}

Verdict Get::check(const LineAnswer& answer) const {
  const wire::LineAnswer read = wire::parse_line_answer(answer.object());
  if (!read.ok) return fail_line(read);
  if (!answer.has_file()) return fail(ErrorKind::kProtocol, "an answer without data_file");
  if (const auto failure = wrong_size(answer.body_bytes())) return tl::unexpected(*failure);
  return std::min(options_.verify, Verify::kLength);
}

}  // namespace gauntlet::client_pool::operations
