// The cookies of one client: what servers have given it to show them again. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gauntlet::client_pool {

// Keeps name and value of each cookie, for all paths of the host that set it, whatever its port
// (RFC 6265, 8.5). Of its attributes only Secure counts, with which it is not kept, since nothing
// here is encrypted, and a Max-Age of 0, by which a server takes it back. At most kMost are kept.
class Cookies {
 public:
  static constexpr std::size_t kMost = 50;

  // Takes what a host has sent as Set-Cookie.
  void take(std::string_view host, std::string_view set_cookie);
  // A request's head for the host, with the cookies that it has set; empty: it has set none.
  std::string in_head(std::string_view head, std::string_view host) const;

 private:
  struct Cookie {
    std::string host;
    std::string name;
    std::string value;
  };

  std::vector<Cookie> cookies_{};
};

}  // namespace gauntlet::client_pool
