// Who may change the server while it runs. Pure.
#pragma once

#include <string>
#include <string_view>

#include "server_pool/options.h"
#include "wire/http.h"

namespace gauntlet::server_pool::operations {

// Why the request may not change the server, in a sentence for the client; empty: it may. What
// comes from this machine may, and from others what has the token of --admin-token. A page of
// another site in a browser of this machine's may not, though its requests come from here: its
// Origin gives it away, or where its name has been turned to this machine, its Host.
std::string why_no_admin(const wire::Request& request, bool from_here,
                         const ServerOptions& options);

}  // namespace gauntlet::server_pool::operations
