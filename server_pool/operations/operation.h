// What server_pool does for an operation of the catalogue: one file an operation, and one place
// where all are named.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "contract/operation.h"
#include "net/asio.h"
#include "server_pool/answer.h"
#include "server_pool/connection.h"
#include "server_pool/routes.h"
#include "server_pool/tally.h"
#include "wire/http.h"
#include "wire/line.h"

namespace gauntlet::server_pool::operations {

using AnswerCall = Answer (*)(const Route& route, const wire::Request& request, Workspace& space);
// Nothing when the connection broke. Route and request are good until the first co_await.
using ReceiveCall = net::Awaitable<std::optional<Answer>> (*)(Connection& connection,
                                                              const Route& route,
                                                              const wire::Request& request);

struct Operation {
  const contract::Operation& about;

  // --- over HTTP: requests by its method for this resource ---
  Resource resource;
  std::string_view service{};  // which one, of kService: "top" stands for "/-/top"
  // What it answers; what may have to wait is done by the answer's completion.
  AnswerCall answer = nullptr;
  // Or instead, what it answers when it has received a body.
  ReceiveCall receive = nullptr;
  // What it answers for a page of a site; null: it takes none.
  AnswerCall page = nullptr;

  // --- over the line protocol: requests by its word ---
  net::Awaitable<void> (*serve_line)(Connection& connection, const wire::LineRequest& request,
                                     Tally& tally) = nullptr;
};

// All of them.
std::span<const Operation> all();

// Null when none takes that method for that resource. HEAD is GET without the body.
const Operation* find_operation(const Route& route, wire::Method method);
// Null when it is no operation's word.
const Operation* find_line_operation(std::string_view word);

// The name of the method, of HEAD that of GET.
std::string_view name_of_read(wire::Method method);

// The methods that the resource takes, as Allow names them; empty for a service that there is not.
std::string allowed_methods(const Route& route);

}  // namespace gauntlet::server_pool::operations
