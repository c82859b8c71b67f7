// Reads HTTP/1.1 answers: head, then a body by length, in chunks, or until the connection ends.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crc32c.h"
#include "client_pool/answer.h"
#include "client_pool/body_reader.h"
#include "client_pool/last_head.h"
#include "wire/chunked.h"
#include "wire/http.h"

namespace gauntlet::client_pool {

// What a reader must know beforehand of the answers that will come.
struct HttpRules {
  wire::Method method = wire::Method::kGet;
  bool digest_body = false;  // compute the body's CRC32C where the answer announces one
  bool keep_body = false;    // the operation looks at the body's text
  // Whose body_reader() reads the body of a good answer as it comes; null: nobody.
  const operations::Operation* reads_body = nullptr;
};

class HttpAnswer final : public Answer {
 public:
  // last_head is shared by the answers of a worker, and must outlive them.
  HttpAnswer(HttpRules rules, LastHead& last_head) : rules_(rules), last_head_(last_head) {}

  void restart() override;
  Progress take(std::string_view bytes) override;
  Progress end() override;
  Verdict check(const operations::Operation& operation) const override;
  bool invites_body() const override { return false; }
  bool keeps_connection() const override { return keep_alive_; }
  bool created(const Verdict&) const override { return status_ == 201; }
  bool tells_of_timeout() const override { return status_ == 408; }
  // When a request that was turned away may come back; nothing: it was not turned away.
  std::optional<std::uint64_t> retry_after_s() const { return retry_after_s_; }
  std::string_view location() const override { return location_; }
  std::span<const std::string> set_cookies() const override { return set_cookies_; }

  int status() const override { return status_; }
  // The digest that the answer announced; nothing when it had none.
  std::optional<std::uint32_t> announced_digest() const { return announced_digest_; }
  // What the body's bytes give. Only with digest_body and an announced digest.
  std::uint32_t body_digest() const { return crc_.value(); }
  std::string_view body() const { return body_.view(); }  // with keep_body
  // Whether the server gave up what it looked for, and says so.
  bool cut_by_time() const { return cut_by_time_; }
  // What the reader of the body says is wrong with it; empty when nothing is.
  const std::string& body_problem() const { return body_problem_; }

 private:
  enum class State { kHead, kLength, kChunks, kUntilEnd, kDone };

  Progress take_head(std::string_view& bytes);
  Progress read_head(std::string_view head);
  Progress take_chunks(std::string_view bytes);
  Progress take_length(std::string_view bytes);
  Progress put_body(std::string_view bytes, bool last);
  Progress done(std::string_view beyond);

  HttpRules rules_;
  LastHead& last_head_;
  State state_ = State::kHead;
  std::string pending_;  // what came of a head, or of a chunk's head, that is not whole yet
  int status_ = 0;
  bool keep_alive_ = false;
  std::optional<std::uint64_t> retry_after_s_{};
  std::string location_;  // of a redirect
  std::vector<std::string> set_cookies_;
  bool cut_by_time_ = false;
  std::optional<std::uint64_t> length_;
  std::optional<std::uint32_t> announced_digest_;
  std::optional<wire::ChunkedBody> chunks_;
  Crc32c crc_;
  KeptText body_;
  std::unique_ptr<BodyReader> reader_;
  std::string body_problem_;
};

}  // namespace gauntlet::client_pool
