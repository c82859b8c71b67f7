// Redirects: where an answer points, and whether the client goes there. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "client_pool/plan.h"

namespace gauntlet::client_pool {

// Whether an answer with this status means its Location to be asked instead.
bool is_redirect(int status);

// What a head asks for: "/a" of "GET /a HTTP/1.1".
std::string_view target_of(std::string_view head);
// The same head with another target.
std::string with_target(std::string_view head, std::string_view target);
// The same head with another Host field.
std::string with_host(std::string_view head, std::string_view host);

// A request's next try.
struct Redirect {
  std::size_t place = 0;  // of the plan
  std::string target{};   // what to ask it for
};

// Which redirects of one request after the other are followed. To the same host and port those of
// operations that receive, as many a request as --redirects says, and never to what was asked for
// there already. To places that --redirect-to names those of all operations, kMostMoves a request.
class Redirects {
 public:
  static constexpr std::size_t kMostMoves = 10;

  explicit Redirects(const Plan& plan) : plan_(plan) {}

  // A new request begins.
  void restart() {
    asked_.clear();
    moves_ = 0;
  }
  // What to ask next where a place answered the request for asked with that Location; or where that
  // is and why it is not followed, for people: "to http://h/x (--redirects 1 follows it)".
  tl::expected<Redirect, std::string> follow(std::size_t place, std::string_view asked,
                                             std::string_view location);
  // The same of a line protocol's redirect, which says "host:port" alone.
  tl::expected<std::size_t, std::string> follow(std::string_view host);

 private:
  tl::expected<std::string, std::string> stay(const Target& here, std::string_view asked,
                                              std::string target);

  const Plan& plan_;
  std::vector<std::string> asked_;  // at the same place, in the order of their answers
  std::size_t moves_ = 0;
};

}  // namespace gauntlet::client_pool
