#include "client_pool/http_answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "client_pool/operations/operation.h"
#include "client_pool/redirects.h"

namespace gauntlet::client_pool {

void HttpAnswer::restart() {
  restart_body();
  state_ = State::kHead;
  std::string().swap(pending_);
  location_.clear();
  set_cookies_.clear();
  announced_digest_.reset();
  chunks_.reset();
  crc_ = Crc32c();
  body_.clear();
  reader_.reset();
  body_problem_.clear();
  retry_after_s_.reset();
}

Progress HttpAnswer::take(std::string_view bytes) {
  while (state_ == State::kHead) {
    const Progress progress = take_head(bytes);
    if (progress != Progress::kMore || (state_ == State::kHead && bytes.empty())) return progress;
  }
  if (bytes.empty()) return Progress::kMore;
  switch (state_) {
    case State::kLength:
      return take_length(bytes);
    case State::kChunks:
      return take_chunks(bytes);
    case State::kUntilEnd:
      return put_body(bytes, false);
    default:
      return done(bytes);
  }
}

// Takes what belongs to a head off the front of bytes. kMore, also when the body comes next.
Progress HttpAnswer::take_head(std::string_view& bytes) {
  const std::size_t before = pending_.size();
  std::string_view seen = bytes;
  if (before > 0) {  // rarely: a head in several pieces
    pending_ += bytes.substr(0, wire::kMaxHeadBytes + 1 - before);
    seen = pending_;
  }
  const std::size_t length = last_head_.find_end(seen, before);
  if (length == 0) {
    if (seen.size() > wire::kMaxHeadBytes)
      return fail(ErrorKind::kProtocol, "a head of more than 16 KiB");
    if (before == 0) pending_ = bytes;
    bytes = {};
    return Progress::kMore;
  }
  bytes.remove_prefix(length - before);
  const Progress progress = read_head(seen.substr(0, length));
  pending_.clear();
  return progress == Progress::kDone ? done(bytes) : progress;
}

// kDone: no body follows. kMore: a body, or after an interim answer the next head.
Progress HttpAnswer::read_head(std::string_view head) {
  const LastHead::Parsed& response = last_head_.parse(head);
  if (!response) return fail(ErrorKind::kProtocol, response.error());
  if (response->status >= 100 && response->status < 200 && response->status != 101)
    return Progress::kMore;
  begun_ = true;
  status_ = response->status;
  keep_alive_ = response->keep_alive;
  const bool turned_away = status_ == 429 || status_ == 503;
  if (turned_away) retry_after_s_ = response->retry_after_s;
  if (is_redirect(status_)) location_ = response->location;
  set_cookies_ = response->set_cookies;
  cut_by_time_ = response->cut_by_time;
  announced_digest_ = response->digest;
  if (response->digest_malformed)
    return fail(ErrorKind::kDigest, "a Repr-Digest that cannot be read");
  if (!wire::has_body(status_, rules_.method)) return Progress::kDone;
  if (rules_.reads_body != nullptr && status_ == 200) reader_ = rules_.reads_body->body_reader();
  length_ = response->content_length;
  if (response->chunked) {
    state_ = State::kChunks;
    chunks_.emplace(wire::ChunkedBody::Reading::kLenient);
  } else if (length_) {
    state_ = State::kLength;
    if (*length_ == 0) return Progress::kDone;
  } else {
    state_ = State::kUntilEnd;
    keep_alive_ = false;
  }
  return Progress::kMore;
}

Progress HttpAnswer::take_length(std::string_view bytes) {
  const std::uint64_t left = *length_ - body_bytes_;
  const auto mine = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size()));
  const bool last = mine == left;
  const Progress progress = put_body(bytes.substr(0, mine), last);
  return last && progress == Progress::kMore ? done(bytes.substr(mine)) : progress;
}

Progress HttpAnswer::take_chunks(std::string_view bytes) {
  if (!pending_.empty()) bytes = pending_ += bytes;
  for (std::size_t consumed = 1; consumed > 0 && !chunks_->done();) {
    const auto piece = chunks_->put(bytes);
    if (!piece) return fail(ErrorKind::kProtocol, "a chunked body that cannot be read");
    // Never the last piece: the end is seen only after it, so what is kept is always collected.
    const Progress progress = put_body(piece->content, false);
    if (progress != Progress::kMore) return progress;
    consumed = piece->consumed;
    bytes.remove_prefix(consumed);
  }
  if (chunks_->done()) return done(bytes);
  std::string(bytes).swap(pending_);  // a part of a chunk's head; the rest's memory goes
  return Progress::kMore;
}

Progress HttpAnswer::put_body(std::string_view bytes, bool last) {
  body_bytes_ += bytes.size();
  save(bytes);
  if (rules_.digest_body && announced_digest_) crc_.put(bytes);
  if (reader_) reader_->put(bytes);
  if (rules_.keep_body && !body_.add(bytes, last))
    return fail(ErrorKind::kProtocol, "an answer of more than 64 MiB");
  return Progress::kMore;
}

Progress HttpAnswer::done(std::string_view beyond) {
  state_ = State::kDone;
  if (reader_) body_problem_ = reader_->finish();
  reader_.reset();
  if (!beyond.empty())
    return fail(ErrorKind::kProtocol,
                fmt::format("{} bytes beyond the answer's end", beyond.size()));
  return Progress::kDone;
}

Progress HttpAnswer::end() {
  switch (state_) {
    case State::kUntilEnd:
      return done({});
    case State::kLength:
      return fail(ErrorKind::kShortBody,
                  fmt::format("the body ended after {} of {} bytes", body_bytes_, *length_));
    case State::kChunks:
      return fail(ErrorKind::kShortBody,
                  fmt::format("the chunked body broke off after {} bytes", body_bytes_));
    default:
      return fail(ErrorKind::kReset, pending_.empty()
                                         ? "the connection was closed without an answer"
                                         : "the connection was closed within the head");
  }
}

Verdict HttpAnswer::check(const operations::Operation& operation) const {
  return operation.check(*this);
}

}  // namespace gauntlet::client_pool
