// Who may ask the live page for something. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gauntlet::orchestrator::dashboard {

struct AccessRules {
  std::string bind{};   // the host that was named by --bind
  std::string token{};  // that changes need; empty: none
};

// What a request says of where it comes from; empty: nothing.
struct Origin {
  std::string_view host{};           // the field Host
  std::string_view origin{};         // the field Origin, which browsers send with every POST
  std::string_view authorization{};  // "Bearer TOKEN"
};

struct Denial {
  int status = 403;
  std::string why{};
};

// Whether it may read. A Host that is neither an address nor localhost nor the name that was bound
// is that of another site which has its name lead here (DNS rebinding).
std::optional<Denial> check_reading(const AccessRules& rules, const Origin& origin);

// Whether it may change something: only the page itself, and who knows the token where there is
// one.
std::optional<Denial> check_changing(const AccessRules& rules, const Origin& origin);

// 128 random bits in hexadecimal digits.
std::string make_token();

}  // namespace gauntlet::orchestrator::dashboard
