// GET and DELETE in the line protocol. Names match exactly first, then in lower case: clients
// of the original lower-case what they ask for, and may have stored it so.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "server_pool/operations/line_upload.h"
#include "server_pool/store/store.h"

namespace gauntlet::server_pool::operations {

tl::expected<std::string, Reason> line_remove(const store::Store& store, const std::string& name);
tl::expected<store::OpenFile, Reason> line_open(const store::Store& store, const std::string& name);

}  // namespace gauntlet::server_pool::operations
