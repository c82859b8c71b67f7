#include "server_pool/operations/operation.h"

#include <algorithm>
#include <string>

namespace gauntlet::server_pool::operations {
namespace {

bool is_about(const Operation& operation, const Route& route) {
  if (operation.resource != route.resource) return false;
  return route.resource != Resource::kService || operation.service == route.name;
}

}  // namespace

const Operation* find_operation(const Route& route, wire::Method method) {
  const std::string_view name =
      wire::name_of(method == wire::Method::kHead ? wire::Method::kGet : method);
  for (const Operation& each : all())
    if (is_about(each, route) && each.about.method == name) return &each;
  return nullptr;
}

const Operation* find_line_operation(std::string_view word) {
  for (const Operation& each : all())
    if (each.serve_line && each.about.line_word == word) return &each;
  return nullptr;
}

std::string allowed_methods(const Route& route) {
  constexpr std::string_view kRead = "GET, HEAD";
  std::string methods;
  const bool is_service = route.resource == Resource::kService;
  if (!is_service || route.name == "healthy" || route.name == "metrics") methods = kRead;
  for (const Operation& each : all()) {
    if (!is_about(each, route)) continue;
    const std::string_view more = each.about.method == "GET" ? kRead : each.about.method;
    if (methods.find(more) != std::string::npos) continue;
    methods.append(methods.empty() ? "" : ", ").append(more);
  }
  return methods;
}

}  // namespace gauntlet::server_pool::operations
