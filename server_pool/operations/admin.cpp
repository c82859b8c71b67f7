#include "server_pool/operations/admin.h"

#include "wire/own_site.h"

namespace gauntlet::server_pool::operations {

std::string why_no_admin(const wire::Request& request, bool from_here,
                         const ServerOptions& options) {
  if (!wire::is_own_origin(request.origin, request.host))
    return "a page of another site may not change this server";
  if (!wire::is_own_host(request.host, options.host))
    return "ask by an address, localhost, or the name in --host";
  if (from_here || wire::has_token(request.authorization, options.admin_token)) return {};
  return "from another machine this takes the token of --admin-token";
}

}  // namespace gauntlet::server_pool::operations
