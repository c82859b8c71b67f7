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

}  // namespace gauntlet::client_pool
