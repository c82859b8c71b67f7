// LIST: the folder's entries, as JSON.
#pragma once

#include <string>

#include "client_pool/operations/operation.h"

namespace gauntlet::client_pool::operations {

class List final : public Operation {
 public:
  explicit List(const ClientOptions& options) : options_(options) {}

  std::string subject(std::size_t) const override { return ""; }
  std::string http_request(const std::string& host, std::string_view subject) const override;
  HttpRules http_rules() const override;
  std::string line_request(std::string_view subject) const override;
  LineShape line_shape() const override { return LineShape::kObject; }
  Verdict check(const HttpAnswer& answer) const override;
  Verdict check(const LineAnswer& answer) const override;

 private:
  const ClientOptions& options_;
};

}  // namespace gauntlet::client_pool::operations
