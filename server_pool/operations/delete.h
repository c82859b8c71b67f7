// Deletes a file.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

Answer remove(const Route& route, const wire::Request& request, Workspace& space);

tl::expected<void, store::StoreError> remove_by_line(const store::Store& store,
                                                     const std::string& name);
net::Awaitable<void> remove_by_line(Connection& connection, const wire::LineRequest& request,
                                    Tally& tally);

}  // namespace gauntlet::server_pool::operations
