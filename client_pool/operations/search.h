// The names of files that match, in a folder and all within it.
#pragma once

#include <string>

#include "client_pool/operations/operation.h"
#include "contract/filters.h"

namespace gauntlet::client_pool::operations {

class Search final : public Operation {
 public:
  explicit Search(const ClientOptions& options);

  std::string subject(std::size_t) const override { return ""; }
  std::string http_request(const std::string& host, std::string_view subject) const override;
  HttpRules http_rules() const override;
  std::string line_request(std::string_view subject) const override;
  LineShape line_shape() const override { return LineShape::kObject; }
  Verdict check(const HttpAnswer& answer) const override;
  Verdict check(const LineAnswer& answer) const override;

 private:
  const ClientOptions& options_;
  contract::Filters filters_;
};

}  // namespace gauntlet::client_pool::operations
