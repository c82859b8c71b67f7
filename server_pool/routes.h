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

enum class Resource {
  kFolder,
  kSearch,  // a folder, of which the query says what is looked for
  kFile,
  kPage,     // of a web site: a file, or a folder, whose name ends in '/' or is empty
  kService,  // what the server does beside its files: "/-/healthy"
  kHome,
  kBareFiles,  // "/files", which is "/files/" misspelled
  kUnknown,
  kMalformed
};

struct Route {
  Resource resource = Resource::kUnknown;
  std::string_view name{};   // of a file, folder or service, decoded; "" is the root folder
  std::string_view query{};  // what stands behind '?', as sent
};

// What a request's target names; with_site: also pages, in the place of kHome and kUnknown. The
// route's name lies in path, whose memory is used again, its query in the target.
Route find_route(std::string_view target, std::string& path, bool with_site = false);

// The answer to every request but those that have a body to receive first (Operation::receive,
// Service::receive). operation: the one that takes the request; null: none does.
Answer answer_to(const Route& route, const wire::Request& request,
                 const operations::Operation* operation, Workspace& space);

}  // namespace gauntlet::server_pool
