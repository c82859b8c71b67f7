// Whether a request is served, or turned away at once: by what is left of the memory and of the
// clients that the whole pool takes (docs/admission.md).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server_pool/answer.h"
#include "server_pool/connection.h"

namespace gauntlet::server_pool {

// Why there is no room for a request. It is passed by pointer, null for there is room, so that it
// takes nothing of the frames of coroutines.
struct Lack {
  std::string_view of{};  // "memory" in bytes, or "clients"
  std::uint64_t need = 0;
  std::uint64_t left = 0;
  std::uint64_t limit = 0;
};

// A client that is turned away may come back after so long.
inline constexpr std::uint64_t kRetryAfterSeconds = 1;

// 503 with Retry-After, and the lack as JSON.
Answer rejection(const Lack& lack);
// The same in the line protocol.
std::string line_rejection(const Lack& lack);

// What a request of a connection has been given, until this object ends. The connection outlives
// it.
class Admission {
 public:
  explicit Admission(Connection& connection) : connection_(connection) {}
  Admission(const Admission&) = delete;
  Admission& operator=(const Admission&) = delete;
  ~Admission() { connection_.memory().give_back(); }

  // The place of the connection's client, which it keeps until it ends, and the memory that each
  // request needs. Null: it is admitted; else it is counted as rejected.
  std::unique_ptr<const Lack> admit();

 private:
  Connection& connection_;
};

// More memory for the request at hand of the connection. Null: it has been given; else the
// request is counted as rejected.
std::unique_ptr<const Lack> reserve(Connection& connection, std::uint64_t bytes);

}  // namespace gauntlet::server_pool
