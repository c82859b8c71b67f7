// TOP: the server's processes that use most CPU time, and then, over HTTP, a report of this
// machine's top process.
#pragma once

#include <memory>
#include <string>

#include "client_pool/operations/operation.h"

namespace gauntlet::client_pool::operations {

class Top final : public Operation {
 public:
  explicit Top(const ClientOptions& options);

  std::string subject(std::size_t) const override { return ""; }
  std::string http_request(const std::string& host, std::string_view subject) const override;
  HttpRules http_rules() const override;
  std::string line_request(std::string_view subject) const override;
  LineShape line_shape() const override { return LineShape::kTextFile; }
  Verdict check(const HttpAnswer& answer) const override;
  Verdict check(const LineAnswer& answer) const override;
  const Operation* follow_up() const override { return report_.get(); }

 private:
  Verdict check_table(std::string_view text, Verify verified) const;

  const ClientOptions& options_;
  const std::unique_ptr<const Operation> report_;
};

}  // namespace gauntlet::client_pool::operations
