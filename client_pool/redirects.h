// Redirects: where an answer points, and whether the client goes there. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "client_pool/options.h"

namespace gauntlet::client_pool {

// Whether an answer with this status means its Location to be asked instead.
bool is_redirect(int status);

// What a head asks for: "/a" of "GET /a HTTP/1.1".
std::string_view target_of(std::string_view head);
// The same head with another target.
std::string with_target(std::string_view head, std::string_view target);

// Which redirects of one request after the other are followed: those of get and list, to the same
// host and port, as many a request as --redirects says, and never to what it has asked for already.
class Redirects {
 public:
  // host: the Host field that the client sends. It must outlive this.
  Redirects(const ClientOptions& options, std::string_view host)
      : most_(options.redirects),
        may_follow_(options.operation != OperationKind::kUpload),
        host_(host) {}

  // A new request begins.
  void restart() { asked_.clear(); }
  // What to ask for next where asked was answered with that Location; or where that is and why it
  // is not followed, for people: "to http://h/x (--redirects 1 follows it)".
  tl::expected<std::string, std::string> follow(std::string_view asked, std::string_view location);

 private:
  std::uint64_t most_;
  bool may_follow_;
  std::string_view host_;
  std::vector<std::string> asked_;  // targets, in the order of their answers
};

}  // namespace gauntlet::client_pool
