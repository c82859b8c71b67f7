// URLs of HTTP as people write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace gauntlet {

// "http://host:port/path?query"
struct Url {
  std::string host{};       // as written; an IPv6 address in brackets
  std::uint16_t port = 80;  // 80 where none is written
  std::string target{};     // path and query as written; begins with '/'
};

// The parts of a URL, or a sentence that says what is wrong with it and what to write instead.
// Refused are other schemes than http, user names, fragments and control characters.
tl::expected<Url, std::string> parse_url(std::string_view text);

}  // namespace gauntlet
