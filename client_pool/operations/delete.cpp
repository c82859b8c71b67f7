#include "client_pool/operations/delete.h"

#include "contract/operations.h"

namespace gauntlet::client_pool::operations {

std::string Delete::http_request(const std::string& host, std::string_view subject) const {
  return http_head(contract::kDelete.method, http_target(options_, subject), host, options_, {});
}

std::string Delete::line_request(std::string_view subject) const {
  return line_with_name(contract::kDelete, subject);
}

Verdict Delete::check(const HttpAnswer& answer) const {
  const int status = answer.status();
  if (status != 200 && status != 204) return fail_status(answer);
  return options_.verify;
}

Verdict Delete::check(const LineAnswer& answer) const {
  const wire::LineAnswer read = wire::parse_line_answer(answer.object());
  if (!read.ok) return fail_line(read);
  return options_.verify;
}

}  // namespace gauntlet::client_pool::operations
