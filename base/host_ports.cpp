#include "base/host_ports.h"

#include <fmt/format.h>

#include <charconv>

#include "base/error.h"
#include "base/utf8.h"

namespace gauntlet {
namespace {

// whole: what the port is a part of.
std::uint16_t parse_port(std::string_view option, std::string_view text, std::string_view whole) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0)
    throw Error(fmt::format("{}: '{}' is not a port; write 7000, 7000-7004 or 7000,7002", option,
                            printable(whole)));
  return port;
}

[[noreturn]] void refuse(std::string_view option, std::string_view text, std::string_view fix) {
  throw Error(
      fmt::format("{} '{}' is not host:port; write it as {}", option, printable(text), fix));
}

// An IPv6 address, or one with a port behind it, as it should be written.
std::string bracketed(std::string_view text) {
  constexpr std::size_t kFewestDigits = 4;  // of a port that is told from a part of the address
  const std::size_t last = text.rfind(':');
  const std::string_view rest = text.substr(last + 1);
  const bool has_port = text.find("::") < last - 1 && rest.size() >= kFewestDigits &&
                        rest.find_first_not_of("0123456789") == rest.npos;
  if (has_port) return fmt::format("[{}]{}", text.substr(0, last), text.substr(last));
  return fmt::format("[{}]:7000", text);
}

// text begins with '['.
HostPorts parse_bracketed(std::string_view option, std::string_view text) {
  const std::size_t end = text.find(']');
  if (end == text.npos) refuse(option, text, "[::1]:7000");
  const std::string_view host = text.substr(0, end + 1);
  const std::string_view rest = text.substr(end + 1);
  if (!rest.starts_with(':')) refuse(option, text, fmt::format("{}:7000", host));
  return {.host = std::string(host), .ports = parse_ports(option, rest.substr(1))};
}

}  // namespace

std::vector<std::uint16_t> parse_ports(std::string_view option, std::string_view text) {
  std::vector<std::uint16_t> ports;
  for (std::string_view rest = text;;) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    const std::size_t dash = part.find('-');
    const std::uint16_t first = parse_port(option, part.substr(0, dash), text);
    const std::uint16_t last =
        dash == part.npos ? first : parse_port(option, part.substr(dash + 1), text);
    if (last < first)
      throw Error(
          fmt::format("{}: ports '{}' run backwards; write {}-{}", option, part, last, first));
    for (std::uint32_t port = first; port <= last; ++port)
      ports.push_back(static_cast<std::uint16_t>(port));
    if (comma == rest.npos) return ports;
    rest.remove_prefix(comma + 1);
  }
}

HostPorts parse_host_ports(std::string_view option, std::string_view text) {
  if (text.starts_with('[')) return parse_bracketed(option, text);
  const std::size_t colon = text.find(':');
  if (text.find("://") != text.npos) refuse(option, text, "127.0.0.1:7000, without http://");
  if (colon != text.rfind(':')) refuse(option, text, bracketed(text));
  if (colon == text.npos || colon == 0) refuse(option, text, "127.0.0.1:7000");
  return {.host = std::string(text.substr(0, colon)),
          .ports = parse_ports(option, text.substr(colon + 1))};
}

std::string in_brackets(const std::string& host) {
  const bool bare_v6 = host.find(':') != host.npos && !host.starts_with('[');
  return bare_v6 ? "[" + host + "]" : host;
}

std::string without_zone(const std::string& host) {
  const std::size_t percent = host.find('%');
  return percent == host.npos ? host : host.substr(0, percent) + "]";
}

}  // namespace gauntlet
