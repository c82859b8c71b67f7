// GET and HEAD of a file: the whole, a range of it, or word that the client has it already. In the
// line protocol the whole, as base64.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

Answer get(const Route& route, const wire::Request& request, Workspace& space);

tl::expected<store::OpenFile, store::StoreError> open_by_line(const store::Store& store,
                                                              const std::string& name);
net::Awaitable<void> get_by_line(Connection& connection, const wire::LineRequest& request,
                                 Tally& tally);

// Answers over the line protocol with an open file of that name and size.
net::Awaitable<void> answer_file(Connection& connection, const std::string& name, int file,
                                 std::uint64_t size, Tally& tally);

}  // namespace gauntlet::server_pool::operations
