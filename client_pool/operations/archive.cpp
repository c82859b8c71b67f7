#include "client_pool/operations/archive.h"

#include <fmt/format.h>

#include <algorithm>

#include "client_pool/query.h"
#include "client_pool/unpacker.h"
#include "contract/operations.h"

namespace gauntlet::client_pool::operations {

std::string Archive::http_request(const std::string& host, std::string_view) const {
  const std::string target = fmt::format("/-/archive?{}", query_of_archive(options_));
  return http_head(contract::kArchive.method, target, host, options_, {});
}

HttpRules Archive::http_rules() const {
  return {.method = wire::Method::kGet,
          .reads_body = options_.verify == Verify::kNone ? nullptr : this};
}

std::unique_ptr<BodyReader> Archive::body_reader() const {
  return std::make_unique<Unpacker>(found_);
}

std::string Archive::line_request(std::string_view) const {
  return line_with_query(contract::kArchive, options_);
}

Verdict Archive::check(const HttpAnswer& answer) const {
  if (answer.status() != 200) return fail_status(answer);
  if (!answer.body_problem().empty()) return fail(ErrorKind::kProtocol, answer.body_problem());
  return std::min(options_.verify, Verify::kLength);
}

Verdict Archive::check(const LineAnswer& answer) const {
  const wire::LineAnswer read = wire::parse_line_answer(answer.object());
  if (!read.ok) return fail_line(read);
  if (!answer.has_file()) return fail(ErrorKind::kProtocol, "an answer without data_file");
  if (!answer.body_problem().empty()) return fail(ErrorKind::kProtocol, answer.body_problem());
  return std::min(options_.verify, Verify::kLength);
}

}  // namespace gauntlet::client_pool::operations
