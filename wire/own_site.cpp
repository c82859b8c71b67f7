#include "wire/own_site.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "wire/field.h"
#include "wire/url.h"

namespace gauntlet::wire {
namespace {

bool is_address(std::string_view host) {
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  const std::string text(bracketed ? host.substr(1, host.size() - 2) : host);
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return ::inet_pton(bracketed ? AF_INET6 : AF_INET, text.c_str(), bytes.data()) == 1;
}

bool is_same_secret(std::string_view given, std::string_view secret) {
  unsigned difference = given.size() == secret.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(given.size(), secret.size()); ++i)
    difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(secret[i]);
  return difference == 0;
}

}  // namespace

bool is_own_host(std::string_view host_field, std::string_view own_name) {
  const std::string_view host = host_of_field(host_field);
  return !host.empty() && (is_address(host) || equals_ignoring_case(host, "localhost") ||
                           equals_ignoring_case(host, own_name));
}

bool is_own_origin(std::string_view origin, std::string_view host_field) {
  constexpr std::string_view kScheme = "http://";
  return origin.empty() ||
         (equals_ignoring_case(origin.substr(0, kScheme.size()), kScheme) &&
          equals_ignoring_case(origin.substr(std::min(origin.size(), kScheme.size())), host_field));
}

bool has_token(std::string_view authorization, std::string_view token) {
  constexpr std::string_view kScheme = "Bearer ";
  return !token.empty() && equals_ignoring_case(authorization.substr(0, kScheme.size()), kScheme) &&
         is_same_secret(authorization.substr(std::min(authorization.size(), kScheme.size())),
                        token);
}

}  // namespace gauntlet::wire
