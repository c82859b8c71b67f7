// What the operations answer over the line protocol.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "net/asio.h"
#include "server_pool/admission.h"
#include "server_pool/connection.h"
#include "server_pool/store/store.h"
#include "server_pool/tally.h"

namespace gauntlet::server_pool {

// Why something could not be done, in one sentence for the client.
using Reason = std::string;

Reason reason_of(store::StoreError error);

// A good answer, as a whole. text must live until then.
net::Awaitable<void> answer_line(Connection& connection, std::string_view text, Tally& tally);
// An error after which the connection can go on.
net::Awaitable<void> answer_error(Connection& connection, const Reason& reason, Tally& tally);
// An error in the middle of something that will not be read to its end.
net::Awaitable<void> answer_last_error(Connection& connection, const Reason& reason, Tally& tally);

// That there is no room for a request, after which the connection ends where there is none for the
// client.
net::Awaitable<void> reject_line(Connection& connection, const Lack& lack, Tally& tally);

// Tries a name as it is, and where no such file is, in lower case: clients of the original
// lower-case what they ask for, and may have stored it so.
std::string lower_case(std::string text);
template <typename Call>
auto try_names(const std::string& name, Call call) {
  auto result = call(name);
  if (!result && result.error() == store::StoreError::kNotFound) result = call(lower_case(name));
  return result;
}

}  // namespace gauntlet::server_pool
