#include "server_pool/routes.h"

#include "server_pool/operations/about.h"
#include "server_pool/operations/operation.h"
#include "wire/url.h"

namespace gauntlet::server_pool {
namespace {

using wire::Method;

constexpr std::string_view kFiles = "/files/";

Answer not_allowed(Resource resource) {
  Answer answer = refusal(405);
  answer.allow = operations::allowed_methods(resource);
  return answer;
}

// Where no operation takes the request.
Answer answer_about_server(const Route& route, Method method, const Workspace& space) {
  if (route.resource == Resource::kMalformed) return refusal(400);
  if (route.resource == Resource::kUnknown) return refusal(404);
  if (method != Method::kGet && method != Method::kHead) return not_allowed(route.resource);
  switch (route.resource) {
    case Resource::kHome:
      return operations::home_page();
    case Resource::kHealthy:
      return operations::healthy();
    case Resource::kMetrics:
      return operations::metrics(space.counters);
    default:
      return refusal(404);
  }
}

}  // namespace

Route find_route(std::string_view target, std::string& path) {
  if (!wire::path_of_target(target, path)) return {.resource = Resource::kMalformed};
  if (path == "/") return {.resource = Resource::kHome};
  if (path == "/-/healthy") return {.resource = Resource::kHealthy};
  if (path == "/-/metrics") return {.resource = Resource::kMetrics};
  if (!path.starts_with(kFiles)) return {};
  std::string_view name = std::string_view(path).substr(kFiles.size());
  if (!name.empty() && name.back() != '/') return {.resource = Resource::kFile, .name = name};
  if (!name.empty()) name.remove_suffix(1);
  return {.resource = Resource::kFolder, .name = name};
}

Answer answer_to(const Route& route, const wire::Request& request,
                 const operations::Operation* operation, Workspace& space) {
  Answer answer = operation ? operation->answer(route, request, space)
                            : answer_about_server(route, request.method, space);
  answer.omit_body = request.method == Method::kHead;
  return answer;
}

}  // namespace gauntlet::server_pool
