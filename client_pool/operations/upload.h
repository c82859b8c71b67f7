// UPLOAD: the shared content, under a name of each client's own.
#pragma once

#include <string>

#include "client_pool/operations/operation.h"

namespace gauntlet::client_pool::operations {

class Upload final : public Operation {
 public:
  Upload(const ClientOptions& options, const UploadBody& body) : options_(options), body_(body) {}

  std::string subject(std::size_t client) const override { return upload_name(options_, client); }
  std::string http_request(const std::string& host, std::string_view subject) const override;
  HttpRules http_rules() const override { return {.method = wire::Method::kPut}; }
  std::string line_request(std::string_view subject) const override;
  LineShape line_shape() const override { return LineShape::kInvitation; }
  bool sends_body() const override { return true; }
  // A server that tells the digest of what it stored must tell ours.
  Verdict check(const HttpAnswer& answer) const override;
  // The name that the line protocol gives an upload is the MD5 of what arrived.
  Verdict check(const LineAnswer& answer) const override;

 private:
  const ClientOptions& options_;
  const UploadBody& body_;
};

}  // namespace gauntlet::client_pool::operations
