// One archive of the files that match.
#pragma once

#include <memory>
#include <string>

#include "client_pool/operations/operation.h"

namespace gauntlet::client_pool::operations {

class Archive final : public Operation {
 public:
  // found: what a search for the same found before, which the archive has to hold.
  Archive(const ClientOptions& options, const FileSizes& found)
      : options_(options), found_(found) {}

  std::string subject(std::size_t) const override { return ""; }
  std::string http_request(const std::string& host, std::string_view subject) const override;
  HttpRules http_rules() const override;
  std::unique_ptr<BodyReader> body_reader() const override;
  std::string line_request(std::string_view subject) const override;
  LineShape line_shape() const override { return LineShape::kFile; }
  Verdict check(const HttpAnswer& answer) const override;
  Verdict check(const LineAnswer& answer) const override;

 private:
  const ClientOptions& options_;
  const FileSizes& found_;
};

}  // namespace gauntlet::client_pool::operations
