// DELETE of a file.
#pragma once

#include <string_view>

#include "server_pool/answer.h"
#include "server_pool/store/store.h"

namespace gauntlet::server_pool::operations {

Answer remove(const store::Store& store, std::string_view name);

}  // namespace gauntlet::server_pool::operations
