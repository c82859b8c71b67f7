#include "server_pool/operations/operation.h"

#include <algorithm>
#include <string>

#include "server_pool/operations/services.h"

namespace gauntlet::server_pool::operations {
namespace {

bool is_about(const Operation& operation, const Route& route) {
  if (route.resource == Resource::kPage) return operation.page != nullptr;
  if (operation.resource != route.resource) return false;
  return route.resource != Resource::kService || operation.service == route.name;
}

}  // namespace

const Operation* find_operation(const Route& route, wire::Method method) {
  const std::string_view name = name_of_read(method);
  for (const Operation& each : all())
    if (is_about(each, route) && each.about.method == name) return &each;
  return nullptr;
}

const Operation* find_line_operation(std::string_view word) {
  for (const Operation& each : all())
    if (each.about.line_word == word) return &each;
  return nullptr;
}

std::string_view name_of_read(wire::Method method) {
  return wire::name_of(method == wire::Method::kHead ? wire::Method::kGet : method);
}

std::string allowed_methods(const Route& route) {
  std::string methods;
  const auto add = [&methods](std::string_view method) {
    const std::string_view more = method == "GET" ? "GET, HEAD" : method;
    if (methods.find(more) != std::string::npos) return;
    methods.append(methods.empty() ? "" : ", ").append(more);
  };
  if (route.resource != Resource::kService) add("GET");
  for (const Operation& each : all())
    if (is_about(each, route)) add(each.about.method);
  for (const Service& each : services())
    if (route.resource == Resource::kService && each.name == route.name) add(each.method);
  return methods;
}

}  // namespace gauntlet::server_pool::operations
