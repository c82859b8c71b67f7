// What a request is about. Pure.
#pragma once

#include <string>
#include <string_view>

#include "server_pool/answer.h"
#include "server_pool/workspace.h"
#include "wire/http.h"

namespace gauntlet::server_pool {

namespace operations {
struct Operation;
}

enum class Resource { kFolder, kFile, kHome, kHealthy, kMetrics, kUnknown, kMalformed };

struct Route {
  Resource resource = Resource::kUnknown;
  std::string_view name{};  // of a file or folder, decoded; "" is the root
};

// What a request's target names. The route's name lies in path, whose memory is used again.
Route find_route(std::string_view target, std::string& path);

// The answer to every request but those that have a body to receive first (Operation::receive).
// operation: the one that takes the request; null: none does.
Answer answer_to(const Route& route, const wire::Request& request,
                 const operations::Operation* operation, Workspace& space);

}  // namespace gauntlet::server_pool
