// What an operation decides to answer over HTTP. It owns all that it needs, so that the request may
// be forgotten and the session may wait.
#pragma once

#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/asio.h"
#include "server_pool/store/listing_cache.h"
#include "server_pool/store/served_file.h"
#include "server_pool/store/store.h"
#include "wire/range.h"

namespace gauntlet::server_pool {

class Connection;
struct Answer;

// What is left to do before an answer can be sent, where that may have to wait.
class Completion {
 public:
  Completion() = default;
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;
  virtual ~Completion() = default;

  // Fills in the answer, or puts a refusal in its place. Called once; both outlive the call.
  virtual net::Awaitable<void> complete(Connection& connection, Answer& answer) = 0;
};

// A body that is made while it is sent.
class Producer {
 public:
  Producer() = default;
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;
  virtual ~Producer() = default;

  // Waits for the next piece, which is good until the next call. Empty: that was all. Nothing: the
  // body cannot be finished, and the connection must end without its end.
  virtual net::Awaitable<std::optional<std::string_view>> next(Connection& connection) = 0;
};

struct Answer {
  int status = 200;
  bool keep_alive = true;
  bool omit_body = false;           // HEAD: all fields, no body
  bool chunked = true;              // a produced body: in chunks; else it ends with the connection
  std::string_view content_type{};  // of a body; static text
  std::string allow{};              // 405
  std::string location{};           // 201, and of redirects
  std::uint64_t retry_after_s = 0;  // 503 of a request that was turned away; 0: it was not
  std::string_view cut{};           // why what was found is not all; static text

  std::string text{};                    // the body, or
  store::SharedPage page{};              // the body is its text, or
  std::shared_ptr<Producer> producer{};  // the body is what it makes, or
  bool sends_file = false;               // the body is a part of the file
  store::SharedFile file{};              // what the answer is about: gives ETag and Last-Modified
  wire::ByteRange part{};                // of the file
  bool takes_ranges = true;              // parts of the file can be asked for

  std::shared_ptr<Completion> completion{};  // must be done before all this is so

  std::optional<std::uint32_t> digest{};  // Repr-Digest, of the whole text or file
};

// What a client is told that waits with its body until it is asked for it.
inline constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// An answer that is one sentence of plain text.
Answer plain_answer(int status, std::string_view sentence);
// The refusal that fits a status: its reason phrase as text.
Answer refusal(int status);
Answer refusal(store::StoreError error);
// After which the connection is closed.
Answer last_refusal(int status);
int status_of(store::StoreError error);

// The body, where it is neither produced nor that of a file which has to be read.
std::string_view text_of(const Answer& answer);

// How many bytes of body belong to the answer (sent, unless it answers HEAD). Not of one that is
// produced: nobody knows before it is made.
std::uint64_t body_length(const Answer& answer);

// Appends the whole head, blank line included; now is for its Date. Needs no memory but out's when
// the answer is a whole file or a listing. session: the id of one that begins with it; empty: none.
void render_head(const Answer& answer, std::time_t now, std::string& out,
                 std::string_view session = {});

}  // namespace gauntlet::server_pool
