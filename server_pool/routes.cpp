#include "server_pool/routes.h"

#include "contract/filters.h"
#include "server_pool/operations/about.h"
#include "server_pool/operations/operation.h"
#include "server_pool/operations/page.h"
#include "server_pool/operations/services.h"
#include "wire/url.h"

namespace gauntlet::server_pool {
namespace {

using wire::Method;

constexpr std::string_view kFiles = "/files/";
constexpr std::string_view kBareFiles = "/files";
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
    case Resource::kBareFiles:
      return is_read(request.method) ? operations::moved_to(kFiles, route.query)
                                     : not_allowed(route);
    case Resource::kFolder:
    case Resource::kSearch:
    case Resource::kFile:
    case Resource::kPage:
      return not_allowed(route);
    case Resource::kUnknown:
      break;
  }
  return refusal(404);
}

}  // namespace

Route find_route(std::string_view target, std::string& path, bool with_site) {
  if (!wire::path_of_target(target, path)) return {.resource = Resource::kMalformed};
  const std::string_view whole = path;
  const std::string_view query = wire::query_of_target(target);
  if (whole.starts_with(kServices))
    return {.resource = Resource::kService, .name = whole.substr(kServices.size()), .query = query};
  if (whole == kBareFiles) return {.resource = Resource::kBareFiles, .query = query};
  if (!whole.starts_with(kFiles) && with_site)
    return {.resource = Resource::kPage, .name = whole.substr(1), .query = query};
  if (whole == "/") return {.resource = Resource::kHome};
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
  if (operation == nullptr) return answer_about_server(route, request, space);
  const auto answer = route.resource == Resource::kPage ? operation->page : operation->answer;
  return answer(route, request, space);
}

}  // namespace gauntlet::server_pool
