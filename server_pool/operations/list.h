// A folder's listing: over HTTP as JSON or, for browsers, as HTML, and in the line protocol.
#pragma once

#include <string_view>

#include "server_pool/operations/operation.h"
#include "wire/listing.h"

namespace gauntlet::server_pool::operations {

// The form in which a request wants a listing over HTTP, and how the answer names that.
wire::ListingFormat listing_format(const wire::Request& request);
std::string_view content_type_of(wire::ListingFormat format);

// An answer that is ready when the listing is kept; else its completion makes that.
Answer list(const Route& route, const wire::Request& request, Workspace& space);

// The files in the root.
net::Awaitable<void> list_by_line(Connection& connection, const wire::LineRequest& request,
                                  Tally& tally);

}  // namespace gauntlet::server_pool::operations
