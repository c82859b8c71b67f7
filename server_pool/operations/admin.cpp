#include "server_pool/operations/admin.h"

#include <algorithm>
#include <asio/ip/address.hpp>
#include <cctype>
#include <system_error>

#include "wire/url.h"

namespace gauntlet::server_pool::operations {
namespace {

bool same_in_any_case(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  });
}

// In a time that does not tell how much of it is right.
bool is_token(std::string_view given, std::string_view token) {
  unsigned difference = given.size() == token.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(given.size(), token.size()); ++i)
    difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(token[i]);
  return difference == 0;
}

bool has_token(const wire::Request& request, std::string_view token) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view given = request.authorization;
  return !token.empty() && same_in_any_case(given.substr(0, kScheme.size()), kScheme) &&
         is_token(given.substr(kScheme.size()), token);
}

bool is_address(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  std::error_code error;
  asio::ip::make_address(std::string(host), error);
  return !error;
}

// A name that nobody else can turn to this machine.
bool is_own_name(std::string_view host, const ServerOptions& options) {
  return is_address(host) || same_in_any_case(host, "localhost") ||
         same_in_any_case(host, options.host);
}

// Whether a page that the server itself has sent asks, or no page at all.
bool is_of_own_page(const wire::Request& request) {
  if (request.origin.empty()) return true;
  const std::size_t host = request.origin.find("://");
  return host != std::string_view::npos &&
         same_in_any_case(request.origin.substr(host + 3), request.host);
}

}  // namespace

std::string why_no_admin(const wire::Request& request, bool from_here,
                         const ServerOptions& options) {
  if (!is_of_own_page(request)) return "a page of another site may not change this server";
  if (!is_own_name(wire::host_of_field(request.host), options))
    return "ask by an address, localhost, or the name in --host";
  if (from_here || has_token(request, options.admin_token)) return {};
  return "from another machine this takes the token of --admin-token";
}

}  // namespace gauntlet::server_pool::operations
