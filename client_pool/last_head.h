// The head of an answer that the clients of one worker read last, and what it says. The answers of
// a target differ in little but their Date, so most heads repeat the last one byte for byte, and
// comparing costs next to nothing. Measured on GET of 1 KiB from nginx: of the 9,000 instructions
// that client_pool itself spent on a request, 5,000 went into finding and parsing the head.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "wire/response.h"

namespace gauntlet::client_pool {

// Not thread-safe.
class LastHead {
 public:
  using Parsed = tl::expected<wire::Response, std::string>;

  // As wire::find_head_end.
  std::size_t find_end(std::string_view bytes, std::size_t searched) const;
  // As wire::parse_response. Lives until the next call.
  const Parsed& parse(std::string_view head);

 private:
  std::string text_;
  Parsed parsed_;
};

}  // namespace gauntlet::client_pool
