#include "server_pool/operations/operation.h"

#include <algorithm>
#include <string>

namespace gauntlet::server_pool::operations {
namespace {

std::string list_methods(Resource resource) {
  std::string methods = "GET, HEAD";  // every resource can be read
  for (const Operation& each : all())
    if (each.resource == resource && each.about.method != "GET")
      methods.append(", ").append(each.about.method);
  return methods;
}

}  // namespace

const Operation* find_operation(Resource resource, wire::Method method) {
  const std::string_view name =
      wire::name_of(method == wire::Method::kHead ? wire::Method::kGet : method);
  for (const Operation& each : all())
    if (each.resource == resource && each.about.method == name) return &each;
  return nullptr;
}

const Operation* find_line_operation(std::string_view word) {
  for (const Operation& each : all())
    if (each.about.line_word == word) return &each;
  return nullptr;
}

std::string_view allowed_methods(Resource resource) {
  static const std::string of_file = list_methods(Resource::kFile);
  static const std::string of_folder = list_methods(Resource::kFolder);
  if (resource == Resource::kFile) return of_file;
  return resource == Resource::kFolder ? std::string_view(of_folder) : "GET, HEAD";
}

}  // namespace gauntlet::server_pool::operations
