#include "server_pool/routes.h"

#include "contract/filters.h"
#include "server_pool/operations/about.h"
#include "server_pool/operations/operation.h"
#include "server_pool/operations/services.h"
#include "wire/url.h"

namespace gauntlet::server_pool {
namespace {

using wire::Method;

constexpr std::string_view kFiles = "/files/";
constexpr std::string_view kServices = "/-/";

bool is_read(Method method) { return method == Method::kGet || method == Method::kHead; }

// Where no operation takes the request for what can be asked for by other methods.
Answer not_allowed(const Route& route) {
  Answer answer = refusal(405);
  answer.allow = operations::allowed_methods(route);
  return answer;
}

Answer answer_of_service(const Route& route, const wire::Request& request, Workspace& space) {
  if (operations::allowed_methods(route).empty()) return refusal(404);
  const operations::Service* const service = operations::find_service(route, request.method);
  return service ? service->answer(route, request, space) : not_allowed(route);
}

// Where no operation takes the request.
Answer answer_about_server(const Route& route, const wire::Request& request, Workspace& space) {
  switch (route.resource) {
    case Resource::kMalformed:
      return refusal(400);
    case Resource::kService:
      return answer_of_service(route, request, space);
    case Resource::kHome:
      return is_read(request.method) ? operations::home_page() : not_allowed(route);
    case Resource::kFolder:
    case Resource::kSearch:
    case Resource::kFile:
      return not_allowed(route);
    case Resource::kUnknown:
      break;
  }
  return refusal(404);
}

}  // namespace

Route find_route(std::string_view target, std::string& path) {
  if (!wire::path_of_target(target, path)) return {.resource = Resource::kMalformed};
  const std::string_view whole = path;
  const std::string_view query = wire::query_of_target(target);
  if (whole == "/") return {.resource = Resource::kHome};
  if (whole.starts_with(kServices))
    return {.resource = Resource::kService, .name = whole.substr(kServices.size()), .query = query};
  if (!whole.starts_with(kFiles)) return {};
  std::string_view name = whole.substr(kFiles.size());
  if (!name.empty() && name.back() != '/')
    return {.resource = Resource::kFile, .name = name, .query = query};
  if (!name.empty()) name.remove_suffix(1);
  const bool search = contract::asks_for_search(query);
  return {.resource = search ? Resource::kSearch : Resource::kFolder, .name = name, .query = query};
}

Answer answer_to(const Route& route, const wire::Request& request,
                 const operations::Operation* operation, Workspace& space) {
  return operation ? operation->answer(route, request, space)
                   : answer_about_server(route, request, space);
}

}  // namespace gauntlet::server_pool
