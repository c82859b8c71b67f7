// GET and HEAD of a file: the whole, a range of it, or word that the client has it already.
#pragma once

#include <string_view>

#include "server_pool/answer.h"
#include "server_pool/store/file_cache.h"
#include "wire/http.h"

namespace gauntlet::server_pool::operations {

Answer get(store::FileCache& files, std::string_view name, const wire::Request& request);

}  // namespace gauntlet::server_pool::operations
