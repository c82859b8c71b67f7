#include "client_pool/line_answer.h"

#include <algorithm>

#include "client_pool/operations/operation.h"
#include "wire/line.h"

namespace gauntlet::client_pool {
namespace {

using wire::kAnswerEnd;

void free_text(std::string& text) { std::string().swap(text); }

}  // namespace

void LineAnswer::restart() {
  restart_body();
  has_file_ = false;
  const bool is_file = shape_ == LineShape::kFile || shape_ == LineShape::kTextFile;
  state_ = shape_ == LineShape::kInvitation ? State::kInvitation
           : is_file                        ? State::kFileHead
                                            : State::kObject;
  free_text(pending_);
  text_.clear();
  counter_ = {};
  reader_.reset();
  body_problem_.clear();
  decoder_.restart();
  free_text(file_);
}

Progress LineAnswer::take(std::string_view bytes) {
  if (bytes.empty()) return Progress::kMore;
  switch (state_) {
    case State::kInvitation:
      return take_invitation(bytes);
    case State::kObject:
      return take_object(bytes);
    case State::kFileHead:
      return take_file_head(bytes);
    case State::kBase64:
      return take_base64(bytes);
    case State::kFileTail:
      return take_file_tail(bytes);
    default:
      return done(bytes);
  }
}

// Either the invitation, or an object that says why not.
Progress LineAnswer::take_invitation(std::string_view bytes) {
  if (pending_.size() + bytes.size() > wire::kMaxLineBytes)
    return fail(ErrorKind::kProtocol, "no invitation to upload in the first 16 KiB");
  pending_ += bytes;
  if (pending_.find(kAnswerEnd) == std::string::npos) return Progress::kMore;
  if (!pending_.starts_with(wire::kReadyToReceive)) return find_object(pending_, 0);
  if (pending_.size() > wire::kReadyToReceive.size())
    return fail(ErrorKind::kProtocol, "an answer before the upload was sent");
  pending_.clear();
  state_ = State::kObject;
  return Progress::kSendBody;
}

Progress LineAnswer::take_object(std::string_view bytes) {
  begun_ = true;
  const std::size_t before = pending_.size();
  if (before == 0 && bytes.find(kAnswerEnd) != std::string_view::npos) return find_object(bytes, 0);
  if (before + bytes.size() > kMaxKeptBytes)
    return fail(ErrorKind::kProtocol, "an answer of more than 64 MiB");
  pending_ += bytes;
  return find_object(pending_, before - std::min(before, kAnswerEnd.size() - 1));
}

// The object that begins at the front of seen; its end is not before from.
Progress LineAnswer::find_object(std::string_view seen, std::size_t from) {
  begun_ = true;
  const std::size_t end = seen.find(kAnswerEnd, from);
  if (end == std::string_view::npos) return Progress::kMore;
  body_bytes_ = end;
  text_.add(seen.substr(0, end), true);
  save(seen.substr(0, end));
  return done(seen.substr(end + kAnswerEnd.size()));
}

Progress LineAnswer::take_file_head(std::string_view bytes) {
  begun_ = true;
  const std::size_t before = pending_.size();
  pending_ += bytes.substr(0, wire::kMaxLineBytes - before);
  const std::size_t start = wire::find_data_file(pending_);
  const std::string_view before_file =
      std::string_view(pending_).substr(0, start > 0 ? start : pending_.size());
  if (before_file.find(kAnswerEnd) != std::string_view::npos)
    return find_object(pending_, 0);  // an error: it has no file
  if (start == 0) {
    if (pending_.size() == wire::kMaxLineBytes)
      return fail(ErrorKind::kProtocol, "no data_file in the first 16 KiB");
    return Progress::kMore;
  }
  has_file_ = true;
  text_.add(std::string_view(pending_).substr(0, start), false);
  free_text(pending_);
  state_ = State::kBase64;
  return take_base64(bytes.substr(start - before));
}

Progress LineAnswer::take_base64(std::string_view bytes) {
  const std::size_t quote = bytes.find('"');
  if (!counter_.put(bytes.substr(0, quote)))
    return fail(ErrorKind::kProtocol, "base64 that cannot be read");
  body_bytes_ = counter_.bytes();
  const Progress decoded = decode(bytes.substr(0, quote));
  if (decoded == Progress::kFailed) return decoded;
  if (quote == std::string_view::npos) return Progress::kMore;
  if (!counter_.complete()) return fail(ErrorKind::kProtocol, "base64 that breaks off");
  if (reader_) body_problem_ = reader_->finish();
  reader_.reset();
  state_ = State::kFileTail;
  return take_file_tail(bytes.substr(quote));
}

// What somebody looks at or saves.
Progress LineAnswer::decode(std::string_view text) {
  const bool keeps = shape_ == LineShape::kTextFile;
  if (!reader_ && reads_body_ != nullptr) reader_ = reads_body_->body_reader();
  if (!keeps && !saves() && !reader_) return Progress::kMore;
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  const long size = decoder_.put(text, bytes.data());
  if (size < 0) return fail(ErrorKind::kProtocol, "base64 that cannot be read");
  bytes.resize(static_cast<std::size_t>(size));
  save(bytes);
  if (reader_) reader_->put(bytes);
  if (keeps) file_ += bytes;
  if (file_.size() <= kMaxKeptBytes) return Progress::kMore;
  return fail(ErrorKind::kProtocol, "an answer of more than 64 MiB");
}

Progress LineAnswer::take_file_tail(std::string_view bytes) {
  pending_ += bytes.substr(0, wire::kMaxLineBytes);
  const std::size_t end = pending_.find(kAnswerEnd);
  if (end == std::string::npos) {
    if (pending_.size() >= wire::kMaxLineBytes)
      return fail(ErrorKind::kProtocol, "no end of the answer within 16 KiB after the file");
    return Progress::kMore;
  }
  text_.add(std::string_view(pending_).substr(0, end), false);
  return done(std::string_view(pending_).substr(end + kAnswerEnd.size()));
}

Progress LineAnswer::done(std::string_view beyond) {
  state_ = State::kDone;
  if (!beyond.empty()) return fail(ErrorKind::kProtocol, "bytes beyond the answer's end");
  return Progress::kDone;
}

Progress LineAnswer::end() {
  if (!begun_) return fail(ErrorKind::kReset, "the connection was closed without an answer");
  return fail(ErrorKind::kShortBody, "the connection was closed within the answer");
}

Verdict LineAnswer::check(const operations::Operation& operation) const {
  return operation.check(*this);
}

}  // namespace gauntlet::client_pool
