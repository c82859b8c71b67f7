#include "wire/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/escapes.h"
#include "wire/field.h"

namespace gauntlet::wire {
namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// RFC 3986, 3.3: what a path holds as it is, beside escapes.
bool is_of_path(char c) {
  return is_unreserved(c) || std::string_view("/:@!$&'()*+,;=").find(c) != std::string_view::npos;
}

bool is_visible(char c) { return c > ' ' && c < 0x7F; }  // of ASCII

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_of_address(char c) { return is_hex_digit(c) || c == ':' || c == '.'; }  // of IPv6

bool begins_escape(std::string_view text) {
  return text.size() >= 3 && text[0] == '%' && is_hex_digit(text[1]) && is_hex_digit(text[2]);
}

void append_escape(std::string& encoded, char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
}

// Removes "." and ".." from a path that begins with '/' (RFC 3986, 5.2.4).
std::string without_dots(std::string_view path) {
  std::string clean;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    const bool up = segment == "/..";
    if (up) clean.erase(std::min(clean.rfind('/'), clean.size()));
    if (!up && segment != "/.")
      clean += segment;
    else if (path.empty())
      clean += '/';
  }
  return clean;
}

}  // namespace

std::string host_field(std::string_view host, std::uint16_t port) {
  return port == 80 ? std::string(host) : fmt::format("{}:{}", host, port);
}

std::string_view host_of_field(std::string_view field) {
  const bool bracketed = field.starts_with('[');
  const std::size_t end = bracketed ? field.find(']') + 1 : std::min(field.find(':'), field.size());
  const std::string_view host = field.substr(0, end);
  const std::string_view port = field.substr(end);
  const bool good_port =
      port.empty() || (port[0] == ':' && std::all_of(port.begin() + 1, port.end(), is_digit));
  const bool good_host =
      bracketed ? host.size() > 2 && std::all_of(host.begin() + 1, host.end() - 1, is_of_address)
                : std::all_of(host.begin(), host.end(), is_unreserved);
  return good_host && good_port ? host : std::string_view();
}

std::string_view without_origin(std::string_view target) {
  const std::size_t scheme = target.find("://");
  if (target.starts_with('/') || scheme == target.npos) return target;
  target.remove_prefix(scheme + 3);
  const std::size_t path = target.find_first_of("/?#");
  if (path == target.npos || target[path] != '/') return "/";
  return target.substr(path);
}

std::string resolve_reference(std::string_view target, std::string_view reference) {
  reference = reference.substr(0, reference.find('#'));
  if (reference.empty()) return std::string(target);
  const std::string_view path = target.substr(0, target.find('?'));
  if (reference.starts_with('?')) return std::string(path) + encode_target(reference);
  const std::string_view folder =
      reference.starts_with('/') ? std::string_view() : path.substr(0, path.rfind('/') + 1);
  const std::string whole = std::string(folder) + encode_target(reference);
  const std::size_t query = std::min(whole.find('?'), whole.size());
  return without_dots(std::string_view(whole).substr(0, query)) + whole.substr(query);
}

bool path_of_target(std::string_view target, std::string& path) {
  target = without_origin(target);
  target = target.substr(0, target.find_first_of("?#"));
  return target.starts_with('/') && decode_escapes(target, path);
}

std::string_view query_of_target(std::string_view target) {
  target = target.substr(0, target.find('#'));
  const std::size_t mark = target.find('?');
  return mark == target.npos ? std::string_view() : target.substr(mark + 1);
}

std::string encode_segment(std::string_view name) {
  std::string encoded;
  for (const char c : name)
    if (is_unreserved(c))
      encoded += c;
    else
      append_escape(encoded, c);
  return encoded;
}

std::string encode_path(std::string_view name) {
  std::string encoded;
  for (;;) {
    const std::size_t slash = name.find('/');
    encoded += encode_segment(name.substr(0, slash));
    if (slash == name.npos) return encoded;
    encoded += '/';
    name.remove_prefix(slash + 1);
  }
}

std::string encode_target(std::string_view text) {
  std::string encoded;
  bool in_query = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    in_query = in_query || text[i] == '?';
    const bool stays =
        in_query ? is_visible(text[i]) : is_of_path(text[i]) || begins_escape(text.substr(i));
    if (stays)
      encoded += text[i];
    else
      append_escape(encoded, text[i]);
  }
  return encoded;
}

}  // namespace gauntlet::wire
