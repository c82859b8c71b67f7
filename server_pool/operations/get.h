// GET and HEAD of a file: the whole, a range of it, or word that the client has it already. In the
// line protocol the whole, as base64.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "server_pool/admission.h"
#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

// With a file that is open, or in memory: all of it, or what the request's conditions and ranges
// say. Its media type is that of the name.
Answer answer_with(store::SharedFile file, std::string_view name, const wire::Request& request);

Answer get(const Route& route, const wire::Request& request, Workspace& space);

tl::expected<store::SharedFile, store::StoreError> open_by_line(store::ContentCache& files,
                                                                const std::string& name);
// With --buffering whole: the file as one that is wholly in memory, which is taken for the request
// at hand. Null: it is; else there is no room for it.
std::unique_ptr<const Lack> hold_whole(Connection& connection, store::SharedFile& file);

net::Awaitable<void> get_by_line(Connection& connection, const wire::LineRequest& request,
                                 Tally& tally);

// Answers over the line protocol with a file of that name, which lives until then.
net::Awaitable<void> answer_file(Connection& connection, const std::string& name,
                                 const store::ServedFile& file, Tally& tally);

}  // namespace gauntlet::server_pool::operations
