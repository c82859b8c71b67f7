// What can go wrong with a request. Network errors are values, counted by kind, never exceptions.
#pragma once

#include <string>
#include <string_view>

namespace gauntlet::client_pool {

enum class ErrorKind {
  kRefused,     // nobody listens there
  kReset,       // the connection broke, or was closed before the answer began
  kTimeout,     // the request took longer than --timeout
  kUnsent,      // open loop: no client was free for it within --timeout
  kStatus,      // answered, but with an error
  kRejected,    // answered that there is no room for it now: no failure of the server
  kShortBody,   // fewer bytes than announced, or another size than the volume
  kDigest,      // the bytes are not those that the digest was made of
  kProtocol,    // the answer breaks the protocol
  kWorkerDied,  // not the server's fault: a worker process of client_pool was killed
  kOther,       // first_error has the kernel's words: no free port, host unreachable, ...
};

// The key of the report's `errors`.
const char* name_of(ErrorKind kind);

struct Failure {
  ErrorKind kind = ErrorKind::kOther;
  std::string what{};  // for people; no place, no full stop: "status 404"
  int status = 0;      // of the HTTP answer, where that is what failed
};

// The failure that an errno of a socket call stands for; doing is "connecting", "sending", ...
Failure failure_of(int error, std::string_view doing);

}  // namespace gauntlet::client_pool
