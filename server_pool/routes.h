// Which operation a request means. Pure.
#pragma once

#include <string>
#include <string_view>

#include "server_pool/answer.h"
#include "server_pool/counters.h"
#include "server_pool/workspace.h"
#include "wire/http.h"

namespace gauntlet::server_pool {

enum class Resource { kFolder, kFile, kHome, kHealthy, kMetrics, kUnknown, kMalformed };

struct Route {
  Resource resource = Resource::kUnknown;
  std::string_view name{};  // of a file or folder, decoded; "" is the root
};

// What a request's target names. The route's name lies in path, whose memory is used again.
Route find_route(std::string_view target, std::string& path);

// As what the request is counted.
Operation operation_of(const Route& route, wire::Method method);

// The answer to every request but an upload: that one has a body to receive first.
Answer answer_to(const Route& route, const wire::Request& request, Workspace& space);

}  // namespace gauntlet::server_pool
