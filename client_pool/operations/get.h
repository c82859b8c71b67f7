// GET: one file, as a whole.
#pragma once

#include <optional>
#include <string>

#include "client_pool/operations/operation.h"

namespace gauntlet::client_pool::operations {

class Get final : public Operation {
 public:
  explicit Get(const ClientOptions& options) : options_(options) {}

  std::string subject(std::size_t) const override { return file_name(options_); }
  std::string http_request(const std::string& host, std::string_view subject) const override;
  HttpRules http_rules() const override;
  std::string line_request(std::string_view subject) const override;
  LineShape line_shape() const override { return LineShape::kFile; }
  Verdict check(const HttpAnswer& answer) const override;
  Verdict check(const LineAnswer& answer) const override;

 private:
  // What is wrong with the size, if the volume says how large the file is.
  std::optional<Failure> wrong_size(std::uint64_t bytes) const;

  const ClientOptions& options_;
};

}  // namespace gauntlet::client_pool::operations
