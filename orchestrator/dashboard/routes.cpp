#include "orchestrator/dashboard/routes.h"

#include <utility>

namespace gauntlet::orchestrator::dashboard {
namespace {

using wire::Method;

// allowed: "GET, HEAD"; empty where no method is.
Response nothing_here(const std::string& allowed) {
  if (allowed.empty()) return refusal(404, "there is nothing at this address");
  Response response = refusal(405, "this address does not take that method, but " + allowed);
  response.fields.emplace_back("Allow", allowed);
  return response;
}

}  // namespace

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> names;
  for (;;) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) break;
    if (!path.starts_with(pattern.substr(0, star))) return std::nullopt;
    path.remove_prefix(star);
    pattern.remove_prefix(star + 1);
    const std::string_view name = path.substr(0, path.find('/'));
    if (name.empty()) return std::nullopt;
    names.emplace_back(name);
    path.remove_prefix(name.size());
  }
  return path == pattern ? std::optional(names) : std::nullopt;
}

void Routes::add(Method method, std::string pattern, AtHand answer) {
  routes_.push_back(
      {.method = method, .pattern = std::move(pattern), .at_hand = std::move(answer)});
}

void Routes::add_awaited(Method method, std::string pattern, Awaited answer) {
  routes_.push_back(
      {.method = method, .pattern = std::move(pattern), .awaited = std::move(answer)});
}

net::Awaitable<Response> Routes::answer(const Request& request) const {
  const Method method = request.method == Method::kHead ? Method::kGet : request.method;
  std::string allowed;
  for (const Route& route : routes_) {
    const auto names = match(route.pattern, request.path);
    if (!names) continue;
    if (route.method != method) {
      allowed += allowed.empty() ? "" : ", ";
      allowed += wire::name_of(route.method);
      if (route.method == Method::kGet) allowed += ", HEAD";
      continue;
    }
    const Call call{request, *names};
    if (route.at_hand) co_return route.at_hand(call);
    Response response = co_await route.awaited(call);
    co_return response;
  }
  co_return nothing_here(allowed);
}

}  // namespace gauntlet::orchestrator::dashboard
