// LIST: what a folder holds.
#pragma once

#include <string_view>

#include "server_pool/answer.h"
#include "server_pool/listing_cache.h"
#include "wire/http.h"

namespace gauntlet::server_pool {

// The listing as JSON, or as a page when the request's Accept asks for HTML. "" is the root.
Answer list(ListingCache& listings, std::string_view folder, const wire::Request& request);

}  // namespace gauntlet::server_pool
