// client_pool's part of it.
#pragma once

#include <fmt/format.h>

#include <string>

#include "client_pool/operations/operation.h"
#include "tests/made_up_operation/touch.h"

namespace gauntlet::client_pool::operations {

class Touch final : public Operation {
 public:
  explicit Touch(const ClientOptions& options) : options_(options) {}

  std::string subject(std::size_t) const override { return ""; }
  std::string http_request(const std::string& host, std::string_view subject) const override {
    return http_head(contract::kTouch.method, http_target(options_, subject), host, options_, {});
  }
  HttpRules http_rules() const override { return {.method = wire::Method::kPut}; }
  std::string line_request(std::string_view) const override {
    return fmt::format("{}\n", contract::kTouch.line_word);
  }
  LineShape line_shape() const override { return LineShape::kObject; }
  Verdict check(const HttpAnswer& answer) const override {
    if (answer.status() != 204) return fail_status(answer);
    return options_.verify;
  }
  Verdict check(const LineAnswer& answer) const override {
    const wire::LineAnswer read = wire::parse_line_answer(answer.object());
    if (!read.ok) return fail_line(read);
    return options_.verify;
  }

 private:
  const ClientOptions& options_;
};

}  // namespace gauntlet::client_pool::operations
