// HTTP/1.1 heads: from bytes to a request, and back; response.h reads answers. Pure functions, no
// sockets.
//
// Strict, since leniency lets two readers of the same bytes disagree: folded fields, bare LF, any
// Transfer-Encoding but exactly `chunked` (and any in HTTP/1.0), a repeated Content-Length, one
// beside Transfer-Encoding, a missing or second Host (HTTP/1.1) are refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace gauntlet::wire {

inline constexpr std::size_t kMaxHeadBytes = 16 * 1024;

enum class Method { kGet, kHead, kPut, kPost, kDelete, kOther };
// "GET"; empty of kOther.
std::string_view name_of(Method method);

// The length of the head at the front of bytes, its blank line included; 0 when it is not whole
// yet, or not within kMaxHeadBytes. A blank line may end in a bare LF here, so that such a head is
// refused by parse_request instead of waited for. searched is how many leading bytes an earlier
// call has looked at already.
std::size_t find_head_end(std::string_view bytes, std::size_t searched = 0);

// Views point into the head that was parsed; they live as long as its buffer does. Empty: not sent.
struct Request {
  Method method = Method::kOther;
  std::string_view method_text{};  // as sent
  std::string_view target{};       // as sent: "/files/a%20b?x"
  int minor = 1;                   // HTTP/1.minor
  bool keep_alive = true;
  bool chunked = false;
  bool expect_continue = false;
  std::optional<std::uint64_t> content_length{};
  std::string_view host{};
  std::string_view range{};
  std::string_view if_range{};
  std::string_view if_none_match{};
  std::string_view if_modified_since{};
  std::string_view accept{};
  std::string_view want_repr_digest{};
  std::string_view repr_digest{};
  std::string_view content_range{};
  std::string_view authorization{};
  std::string_view cookie{};
  std::string_view origin{};
  std::string_view referer{};
  std::string_view user_agent{};
  std::string_view packet_size{};
};

// A request, or the status to refuse it with: 400, 417 (an Expect other than 100-continue), 431
// (longer than kMaxHeadBytes), 501 (a Transfer-Encoding other than chunked), 505 (neither HTTP/1.0
// nor 1.1). head is exactly what find_head_end measured. Of a repeated field, the last one counts.
// Allocates nothing.
tl::expected<Request, int> parse_request(std::string_view head);

// The text that belongs to a status: 404 -> "Not Found"; empty for one that nobody knows.
std::string_view reason_phrase(int status);

// Builds a head by appending to a string that the caller keeps, so that its memory is used again.
// add_* in any order, then finish() adds the blank line. Needs no memory but the string's.
class HeadWriter {
 public:
  // "HTTP/1.1 200 OK"
  HeadWriter(std::string& out, int status);
  // "PUT /files/x HTTP/1.1"
  HeadWriter(std::string& out, std::string_view method, std::string_view target);

  HeadWriter& add(std::string_view name, std::string_view value);
  HeadWriter& add(std::string_view name, std::uint64_t value);
  HeadWriter& add_date(std::string_view name, std::time_t time);
  HeadWriter& add_digest(std::uint32_t crc32c);  // Repr-Digest
  void finish();

 private:
  std::string& out_;
};

}  // namespace gauntlet::wire
