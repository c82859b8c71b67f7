// DELETE: a file that the run itself has made (Plan::made_files).
#pragma once

#include <string>

#include "client_pool/operations/operation.h"

namespace gauntlet::client_pool::operations {

class Delete final : public Operation {
 public:
  explicit Delete(const ClientOptions& options) : options_(options) {}

  std::string subject(std::size_t) const override { return ""; }
  std::string http_request(const std::string& host, std::string_view subject) const override;
  HttpRules http_rules() const override { return {.method = wire::Method::kDelete}; }
  std::string line_request(std::string_view subject) const override;
  LineShape line_shape() const override { return LineShape::kObject; }
  // That it was deleted now; that there was no such file is a failure. Nothing else comes with the
  // answer that could be verified.
  Verdict check(const HttpAnswer& answer) const override;
  Verdict check(const LineAnswer& answer) const override;

 private:
  const ClientOptions& options_;
};

}  // namespace gauntlet::client_pool::operations
