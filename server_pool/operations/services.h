// What the server does beside its operations, under "/-/": it is counted as "other" and needs no
// slot.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "server_pool/operations/operation.h"

namespace gauntlet::server_pool::operations {

struct Service {
  std::string_view name;    // "healthy" stands for "/-/healthy"
  std::string_view method;  // HEAD is GET without the body
  // As an operation's: what it answers, or instead, what it answers when it has received a body.
  AnswerCall answer = nullptr;
  ReceiveCall receive = nullptr;
};

// All of them.
std::span<const Service> services();

// Null when there is none.
const Service* find_service(const Route& route, wire::Method method);

}  // namespace gauntlet::server_pool::operations
