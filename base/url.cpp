#include "base/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gauntlet {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// Whether it is the scheme of that name, which is in small letters.
bool is_scheme(std::string_view text, std::string_view name) {
  constexpr char kSmall = 'a' - 'A';
  return std::equal(text.begin(), text.end(), name.begin(), name.end(),
                    [](char letter, char small) { return (letter | kSmall) == small; });
}

constexpr std::string_view kExample = "http://127.0.0.1:8080/files/a.bin";

// Why text is no URL that can be asked for; empty when nothing speaks against it so far.
std::string refuse_scheme(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_control))
    return fmt::format("'{}' holds control characters; write them as %0A", text);
  const std::size_t colon = text.find("://");
  if (colon == text.npos) return fmt::format("'{}' is not a URL; write it as {}", text, kExample);
  const std::string_view scheme = text.substr(0, colon);
  if (is_scheme(scheme, "http")) return {};
  if (is_scheme(scheme, "https"))
    return fmt::format("'{}' needs TLS, which is not spoken here; use http://", text);
  return fmt::format("'{}' is not of http; write it as {}", text, kExample);
}

// Takes ":port" for port. False when it is none; nothing at all is 80.
bool read_port(std::string_view text, std::uint16_t& port) {
  if (text.empty()) return true;
  if (!text.starts_with(':')) return false;
  text.remove_prefix(1);
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, port);
  return error == std::errc{} && rest == end && port != 0;
}

}  // namespace

tl::expected<Url, std::string> parse_url(std::string_view text) {
  std::string problem = refuse_scheme(text);
  if (!problem.empty()) return tl::unexpected(std::move(problem));
  const std::string_view rest = text.substr(text.find("://") + 3);
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  const std::string_view authority = rest.substr(0, end);
  if (authority.find('@') != authority.npos)
    return tl::unexpected(fmt::format(
        "'{}' holds a user's name, which is not sent; leave out what stands before '@'", text));
  if (rest.find('#') != rest.npos)
    return tl::unexpected(fmt::format(
        "'{}' holds a fragment, which no server gets; leave out '{}', or write # as %23", text,
        rest.substr(rest.find('#'))));
  const std::size_t host_end =
      authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
  const std::size_t host_length = std::min(host_end, authority.size());
  Url url{.host = std::string(authority.substr(0, host_length)),
          .target = std::string(rest.substr(end))};
  if (url.host.empty())
    return tl::unexpected(fmt::format("'{}' names no host; write it as {}", text, kExample));
  if (!read_port(authority.substr(host_length), url.port))
    return tl::unexpected(fmt::format("'{}': '{}' is not a host and its port; write it as {}", text,
                                      authority, kExample));
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

}  // namespace gauntlet
