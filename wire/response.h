// Heads of HTTP/1.1 answers: from bytes to what they say. Pure functions, no sockets.
//
// Lenient, as a client of other people's servers may be (RFC 9112, 2.2, 4, 5.1, 5.2 and 6.3): a
// status line without a reason, bare LF for CR LF, folded fields, blanks before a colon, equal
// Content-Lengths that are repeated. What would make it a guess where the body ends is refused:
// different Content-Lengths, one beside Transfer-Encoding, any coding but `chunked`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "wire/http.h"

namespace gauntlet::wire {

struct Response {
  int status = 0;  // 100 to 999
  int minor = 1;   // HTTP/1.minor; of later ones than 1.1, 1
  bool keep_alive = true;
  bool chunked = false;
  std::optional<std::uint64_t> content_length{};
  std::optional<std::uint32_t> digest{};         // the CRC32C of its Repr-Digest
  bool digest_malformed = false;                 // it has one that cannot be read
  std::string location{};                        // as sent; empty: none
  std::vector<std::string> set_cookies{};        // as sent
  std::optional<std::uint64_t> retry_after_s{};  // where it is a number of seconds
  bool cut_by_time = false;                      // Gauntlet-Cut: the server gave up a search
  // No length and not chunked: the body, if has_body, ends with the connection (not keep_alive).
};

// A response, or a sentence that says what is wrong with it. head is exactly what find_head_end
// measured. Allocates nothing, but for a folded field, a Location and cookies.
tl::expected<Response, std::string> parse_response(std::string_view head);

// Whether a body follows an answer with this status to a request of this method, whatever its
// fields say.
bool has_body(int status, Method method);

}  // namespace gauntlet::wire
