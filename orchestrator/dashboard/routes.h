// Which function answers which address.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/asio.h"
#include "orchestrator/dashboard/request.h"

namespace gauntlet::orchestrator::dashboard {

// A request, and what stands for the stars of its route's pattern.
struct Call {
  const Request& request;
  std::vector<std::string> names{};
};

// What stands for the stars of a pattern, each a part of the path without a slash; nothing where
// the path does not fit.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path);

class Routes {
 public:
  // Of an answer that is at hand, and of one that has to be waited for. The call lives until then.
  using AtHand = std::function<Response(const Call&)>;
  using Awaited = std::function<net::Awaitable<Response>(const Call&)>;

  void add(wire::Method method, std::string pattern, AtHand answer);
  void add_awaited(wire::Method method, std::string pattern, Awaited answer);

  // By the first route that fits; HEAD is answered as GET is. Else a refusal: 404, or 405 for an
  // address that takes other methods, which it names.
  net::Awaitable<Response> answer(const Request& request) const;

 private:
  struct Route {
    wire::Method method;
    std::string pattern;
    AtHand at_hand{};  // one of the two is there
    Awaited awaited{};
  };

  std::vector<Route> routes_{};
};

}  // namespace gauntlet::orchestrator::dashboard
