// Reads answers of the line protocol: one JSON object, then CR LF CR LF. The base64 of a file is
// checked and counted as it streams by. It is decoded only where somebody looks at it or it is
// saved: the protocol has no digest to hold the content against.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/base64.h"
#include "client_pool/answer.h"
#include "client_pool/body_reader.h"

namespace gauntlet::client_pool {

// What comes back for a request.
enum class LineShape {
  kObject,      // a small JSON object: LIST
  kFile,        // an object whose data_file is base64 of any length: GET
  kTextFile,    // the same, whose content is kept to be looked at: TOP
  kInvitation,  // an invitation to send a body, then an object: UPLOAD
};

class LineAnswer final : public Answer {
 public:
  // reads_body: whose body_reader() reads the content of a file as it comes; null: nobody.
  explicit LineAnswer(LineShape shape, const operations::Operation* reads_body = nullptr)
      : shape_(shape), reads_body_(reads_body) {
    restart();
  }

  void restart() override;
  Progress take(std::string_view bytes) override;
  Progress end() override;
  Verdict check(const operations::Operation& operation) const override;
  bool invites_body() const override { return shape_ == LineShape::kInvitation; }
  bool keeps_connection() const override { return true; }
  // The name follows from the content, which nobody else has.
  bool created(const Verdict& verdict) const override { return verdict.has_value(); }

  // The object without its end; of a file, with data_file cut out ("").
  std::string_view object() const { return text_.view(); }
  // Whether there was a data_file; body_bytes() counts the bytes it stands for.
  bool has_file() const { return has_file_; }
  // What the reader of the file says is wrong with it; empty when nothing is.
  const std::string& body_problem() const { return body_problem_; }
  // What it stands for, of a text file.
  std::string_view file() const { return file_; }

 private:
  enum class State { kInvitation, kObject, kFileHead, kBase64, kFileTail, kDone };

  Progress take_invitation(std::string_view bytes);
  Progress take_object(std::string_view bytes);
  Progress find_object(std::string_view seen, std::size_t from);
  Progress take_file_head(std::string_view bytes);
  Progress take_base64(std::string_view bytes);
  Progress decode(std::string_view text);
  Progress take_file_tail(std::string_view bytes);
  Progress done(std::string_view beyond);

  LineShape shape_;
  const operations::Operation* reads_body_;
  std::unique_ptr<BodyReader> reader_{};
  std::string body_problem_{};
  State state_ = State::kObject;
  std::string pending_;  // bytes whose meaning later ones decide
  KeptText text_;
  Base64Counter counter_;
  Base64Decoder decoder_;
  std::string file_;  // of a text file
  bool has_file_ = false;
};

}  // namespace gauntlet::client_pool
