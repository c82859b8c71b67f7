// Whether a request that changes something is meant for this server, and who sent it. Pure.
#pragma once

#include <string_view>

namespace gauntlet::wire {

// Whether a Host field names the server as no other site can: by an address, as localhost, or by
// the name that it was given itself. Any other name may be one that its owner has lead here, so
// that browsers take the server for a part of that site (DNS rebinding).
bool is_own_host(std::string_view host_field, std::string_view own_name);

// Whether a page of this server asks, or no page at all: browsers send an Origin with whatever may
// change something. host_field: the Host of the same request.
bool is_own_origin(std::string_view origin, std::string_view host_field);

// Whether an Authorization field is "Bearer TOKEN", compared in a time that does not tell how much
// of it is right. False for an empty token.
bool has_token(std::string_view authorization, std::string_view token);

}  // namespace gauntlet::wire
