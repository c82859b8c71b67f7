#include "orchestrator/dashboard/access.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <array>
#include <cstddef>

#include "base/error.h"
#include "base/utf8.h"
#include "wire/own_site.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

constexpr std::size_t kLongestName = 100;  // of others, in a sentence

}  // namespace

std::optional<Denial> check_reading(const AccessRules& rules, const Origin& origin) {
  if (wire::is_own_host(origin.host, rules.bind)) return std::nullopt;
  return Denial{.why = fmt::format("this page is not at '{}'; open it by its address",
                                   printable(shortened_to(origin.host, kLongestName)))};
}

std::optional<Denial> check_changing(const AccessRules& rules, const Origin& origin) {
  if (auto denial = check_reading(rules, origin)) return denial;
  if (!wire::is_own_origin(origin.origin, origin.host))
    return Denial{.why = fmt::format("a page of '{}' may not change anything here",
                                     printable(shortened_to(origin.origin, kLongestName)))};
  if (rules.token.empty() || wire::has_token(origin.authorization, rules.token))
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
