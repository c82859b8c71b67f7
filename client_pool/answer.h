// What a client makes of the bytes that come back: one base, one reader for each protocol. No
// sockets here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "client_pool/failure.h"
#include "client_pool/options.h"
#include "client_pool/saved_file.h"

namespace gauntlet::client_pool {

namespace operations {
class Operation;
}

enum class Progress {
  kMore,      // the answer goes on
  kSendBody,  // the server asks for the upload's body now
  kDone,      // whole; see check()
  kFailed,    // broken; see failure()
};

// How far a whole, good answer was checked, or what is wrong with it.
using Verdict = tl::expected<Verify, Failure>;

// The largest answer that is kept for an operation to look at: a listing of half a million files.
inline constexpr std::size_t kMaxKeptBytes = 64 * kMiB;

// Reads one answer after another on one client's connection.
class Answer {
 public:
  Answer() = default;
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  virtual ~Answer() = default;

  // Bodies go into that file as they come, which outlives this. It is for the client to finish it.
  void save_to(SavedFile* file) { saved_ = file; }

  // Forgets the last answer: a request is about to be sent.
  virtual void restart() = 0;
  // The next bytes of the connection.
  virtual Progress take(std::string_view bytes) = 0;
  // The server closed its side. Never kMore.
  virtual Progress end() = 0;
  // After kDone, before the buffer behind the last bytes is used again.
  virtual Verdict check(const operations::Operation& operation) const = 0;
  // Whether an upload's body waits for kSendBody; otherwise it follows the request at once.
  virtual bool invites_body() const = 0;
  // Whether the connection may carry another request. After kDone.
  virtual bool keeps_connection() const = 0;
  // Whether an upload with this verdict became a new file. After kDone.
  virtual bool created(const Verdict& verdict) const = 0;
  // Whether the server says that it has waited too long for a request. After kDone.
  virtual bool tells_of_timeout() const { return false; }

  // The status; 0 where the protocol has none. After kDone.
  virtual int status() const { return 0; }

  // Where a redirect points; empty when the answer is none. After kDone.
  virtual std::string_view location() const { return {}; }

  // The cookies that it sets, as sent. After kDone.
  virtual std::span<const std::string> set_cookies() const { return {}; }

  // Whether the real answer has begun, interim ones aside.
  bool begun() const { return begun_; }
  std::uint64_t body_bytes() const { return body_bytes_; }
  const Failure& failure() const { return failure_; }

 protected:
  Progress fail(ErrorKind kind, std::string what) {
    failure_ = {kind, std::move(what)};
    return Progress::kFailed;
  }

  // Begins a body.
  void restart_body() {
    begun_ = false;
    body_bytes_ = 0;
    if (saved_ != nullptr) saved_->restart();
  }
  void save(std::string_view bytes) {
    if (saved_ != nullptr) saved_->put(bytes);
  }
  bool saves() const { return saved_ != nullptr; }

  bool begun_ = false;
  std::uint64_t body_bytes_ = 0;

 private:
  SavedFile* saved_ = nullptr;
  Failure failure_;
};

// Text that is looked at as a whole: within the input when it came in one piece, else collected.
// Views live until the input's buffer is used again.
class KeptText {
 public:
  void clear() {
    std::string().swap(collected_);  // thousands of clients must not hoard a listing each
    view_ = {};
  }
  // last: no more will come. False when there is too much of it.
  bool add(std::string_view bytes, bool last) {
    if (last && collected_.empty()) {
      view_ = bytes;
      return bytes.size() <= kMaxKeptBytes;
    }
    if (collected_.size() + bytes.size() > kMaxKeptBytes) return false;
    collected_ += bytes;
    view_ = collected_;
    return true;
  }
  std::string_view view() const { return view_; }

 private:
  std::string collected_;
  std::string_view view_;
};

}  // namespace gauntlet::client_pool
