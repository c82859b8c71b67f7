#include "orchestrator/dashboard/access.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <array>
#include <cstddef>

#include "base/error.h"
#include "base/host_ports.h"
#include "net/resolve.h"
#include "wire/field.h"
#include "wire/url.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

bool is_address(std::string_view host) {
  try {
    return net::parse_address(host).has_value();
  } catch (const Error&) {
    return false;
  }
}

// Takes the same time wherever the first difference is.
bool same_secret(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < one.size(); ++i)
    difference |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
  return difference == 0;
}

}  // namespace

std::optional<Denial> check_reading(const AccessRules& rules, const Origin& origin) {
  const std::string_view host = wire::host_of_field(origin.host);
  const bool known = is_address(host) || wire::equals_ignoring_case(host, "localhost") ||
                     (!host.empty() && wire::equals_ignoring_case(host, rules.bind));
  if (known) return std::nullopt;
  return Denial{.why = fmt::format("this page is not at '{}'; open it by its address", host)};
}

std::optional<Denial> check_changing(const AccessRules& rules, const Origin& origin) {
  if (auto denial = check_reading(rules, origin)) return denial;
  const bool own = origin.origin.empty() || origin.origin == fmt::format("http://{}", origin.host);
  if (!own)
    return Denial{.why = fmt::format("a page of '{}' may not change anything here", origin.origin)};
  if (rules.token.empty()) return std::nullopt;
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view said = origin.authorization;
  if (said.starts_with(kBearer) && same_secret(said.substr(kBearer.size()), rules.token))
    return std::nullopt;
  return Denial{.status = 401,
                .why =
                    "this needs the token that was printed at the start; open the address that "
                    "was printed with it, or send 'Authorization: Bearer TOKEN'"};
}

std::string make_token() {
  std::array<unsigned char, 16> bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw_errno("cannot make a token");
  std::string token;
  for (const unsigned char byte : bytes) token += fmt::format("{:02x}", byte);
  return token;
}

}  // namespace gauntlet::orchestrator::dashboard
