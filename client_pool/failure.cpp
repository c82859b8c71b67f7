#include "client_pool/failure.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace gauntlet::client_pool {
namespace {

ErrorKind kind_of(int error) {
  switch (error) {
    case ECONNREFUSED:
      return ErrorKind::kRefused;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
      return ErrorKind::kReset;
    case ETIMEDOUT:
      return ErrorKind::kTimeout;
    default:
      return ErrorKind::kOther;
  }
}

}  // namespace

Failure failure_of(int error, std::string_view doing) {
  return {kind_of(error), fmt::format("{} while {}", std::strerror(error), doing)};
}

const char* name_of(ErrorKind kind) {
  constexpr const char* kNames[] = {"refused",  "reset",       "timeout",    "unsent",
                                    "status",   "rejected",    "short_body", "digest",
                                    "protocol", "worker_died", "other"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace gauntlet::client_pool
