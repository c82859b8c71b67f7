#include "server_pool/routes.h"

#include "server_pool/operations/about.h"
#include "server_pool/operations/get.h"
#include "server_pool/operations/list.h"
#include "server_pool/operations/remove.h"
#include "wire/url.h"

namespace gauntlet::server_pool {
namespace {

using wire::Method;

constexpr std::string_view kFiles = "/files/";

bool is_read(Method method) { return method == Method::kGet || method == Method::kHead; }

Answer not_allowed(Resource resource) {
  Answer answer = refusal(405);
  answer.allow = resource == Resource::kFile ? "GET, HEAD, PUT, DELETE" : "GET, HEAD";
  return answer;
}

Answer read_resource(const Route& route, const wire::Request& request, Workspace& space) {
  switch (route.resource) {
    case Resource::kFolder:
      return operations::list(space.listings, route.name, request);
    case Resource::kFile:
      return operations::get(space.files, route.name, request);
    case Resource::kHome:
      return operations::home_page();
    case Resource::kHealthy:
      return operations::healthy();
    case Resource::kMetrics:
      return operations::metrics(space.counters);
    case Resource::kUnknown:
    case Resource::kMalformed:
      break;
  }
  return refusal(404);
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

Operation operation_of(const Route& route, Method method) {
  if (route.resource == Resource::kFolder && is_read(method)) return Operation::kList;
  if (route.resource != Resource::kFile) return Operation::kOther;
  if (is_read(method)) return Operation::kGet;
  if (method == Method::kPut) return Operation::kUpload;
  if (method == Method::kDelete) return Operation::kDelete;
  return Operation::kOther;
}

Answer answer_to(const Route& route, const wire::Request& request, Workspace& space) {
  if (route.resource == Resource::kMalformed) return refusal(400);
  if (route.resource == Resource::kUnknown) return refusal(404);
  if (route.resource == Resource::kFile && request.method == Method::kDelete)
    return operations::remove(space.store, route.name);
  if (!is_read(request.method)) return not_allowed(route.resource);
  Answer answer = read_resource(route, request, space);
  answer.omit_body = request.method == Method::kHead;
  return answer;
}

}  // namespace gauntlet::server_pool
