// GET and HEAD of a page, where the root is a web site (--site).
#pragma once

#include <string_view>

#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

// The file, or the index.html of a folder. A folder whose slash is missing is redirected to; what
// there is not is answered by the root's 404.html, where it has one.
Answer page(const Route& route, const wire::Request& request, Workspace& space);

// A redirect for good to another path, which is encoded already, with the query kept.
Answer moved_to(std::string_view path, std::string_view query);

}  // namespace gauntlet::server_pool::operations
