// A folder's listing: over HTTP as JSON or, for browsers, as HTML, and in the line protocol.
#pragma once

#include <memory>
#include <string_view>
#include <tl/expected.hpp>

#include "net/asio.h"
#include "server_pool/answer.h"
#include "server_pool/connection.h"
#include "server_pool/store/listing_cache.h"
#include "wire/http.h"

namespace gauntlet::server_pool::operations {

// An answer that is ready only when the listing is kept; else finish_list() is due.
Answer list(store::ListingCache& listings, std::string_view folder, const wire::Request& request);
net::Awaitable<void> finish_list(Connection& connection, Answer& answer);

// The files in the root, as the line protocol lists them.
net::Awaitable<tl::expected<store::SharedPage, store::StoreError>> line_list(
    Connection& connection);

}  // namespace gauntlet::server_pool::operations
