#include "client_pool/cookies.h"

#include <algorithm>

#include "wire/field.h"

namespace gauntlet::client_pool {
namespace {

constexpr std::size_t kMostBytes = 4096;  // of one, its name included

// Takes what stands before the next ';'.
std::string_view take_part(std::string_view& text) {
  const std::size_t end = std::min(text.find(';'), text.size());
  const std::string_view part = wire::trim_blanks(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

struct Pair {
  std::string_view name{};
  std::string_view value{};
};

Pair pair_of(std::string_view part) {
  const std::size_t equals = std::min(part.find('='), part.size());
  const std::string_view value = part.substr(std::min(equals + 1, part.size()));
  return {.name = wire::trim_blanks(part.substr(0, equals)), .value = wire::trim_blanks(value)};
}

}  // namespace

void Cookies::take(std::string_view host, std::string_view set_cookie) {
  const auto [name, value] = pair_of(take_part(set_cookie));
  bool keep = true;
  while (!set_cookie.empty()) {
    const Pair attribute = pair_of(take_part(set_cookie));
    if (wire::equals_ignoring_case(attribute.name, "Secure")) return;
    if (wire::equals_ignoring_case(attribute.name, "Max-Age"))
      keep = attribute.value != "0" && !attribute.value.starts_with('-');
  }
  if (name.empty() || name.size() + value.size() > kMostBytes) return;
  const auto is_same = [&, &its_name = name](const Cookie& each) {
    return each.host == host && each.name == its_name;
  };
  const auto same = std::find_if(cookies_.begin(), cookies_.end(), is_same);
  if (!keep && same != cookies_.end()) cookies_.erase(same);
  if (!keep) return;
  if (same != cookies_.end())
    same->value = value;
  else if (cookies_.size() < kMost)
    cookies_.push_back({std::string(host), std::string(name), std::string(value)});
}

std::string Cookies::in_head(std::string_view head, std::string_view host) const {
  std::string field;
  for (const Cookie& each : cookies_)
    if (each.host == host)
      field.append(field.empty() ? "Cookie: " : "; ").append(each.name + "=" + each.value);
  if (field.empty()) return {};
  const std::size_t end = head.rfind("\r\n");  // the blank line
  return std::string(head.substr(0, end)).append(field).append("\r\n\r\n");
}

}  // namespace gauntlet::client_pool
