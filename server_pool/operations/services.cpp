#include "server_pool/operations/services.h"

#include "server_pool/operations/about.h"
#include "server_pool/operations/cache.h"
#include "server_pool/operations/top_reports.h"

namespace gauntlet::server_pool::operations {
namespace {

Answer answer_healthy(const Route&, const wire::Request&, Workspace&) { return healthy(); }

Answer answer_metrics(const Route&, const wire::Request&, Workspace& space) {
  return metrics(space.counters, space.options.mirrors);
}

}  // namespace

std::span<const Service> services() {
  static constexpr Service kServices[]{
      {.name = "cache", .method = "GET", .answer = cache_state},
      {.name = "cache", .method = "PUT", .receive = switch_cache},
      {.name = "healthy", .method = "GET", .answer = answer_healthy},
      {.name = "metrics", .method = "GET", .answer = answer_metrics},
      {.name = "top/client", .method = "POST", .receive = take_top_report},
      {.name = "top/clients", .method = "GET", .answer = top_reports},
  };
  return kServices;
}

const Service* find_service(const Route& route, wire::Method method) {
  if (route.resource != Resource::kService) return nullptr;
  const std::string_view name = name_of_read(method);
  for (const Service& each : services())
    if (each.name == route.name && each.method == name) return &each;
  return nullptr;
}

}  // namespace gauntlet::server_pool::operations
