// A request on its way into the access log.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server_pool/clock.h"
#include "server_pool/connection.h"
#include "wire/http.h"

namespace gauntlet::server_pool::access_log {

// Lives from the end of a request's head to the last byte of its answer, and then becomes a line,
// however it ended. Does nothing where no access log is written.
class LoggedRequest {
 public:
  // Which outlives it.
  explicit LoggedRequest(Connection& connection);
  LoggedRequest(const LoggedRequest&) = delete;
  LoggedRequest& operator=(const LoggedRequest&) = delete;
  ~LoggedRequest();

  // What it asks for is copied. A request that cannot be read asks for nothing.
  void asks(const wire::Request& request);
  // In the line protocol; line: without its end.
  void asks(std::string_view line);

 private:
  struct Asked {
    SteadyTime begun{};
    std::int64_t time_ns = 0;
    std::string_view protocol{};
    std::string text{};  // method, target, referer and user agent, which end at:
    std::size_t method_end = 0;
    std::size_t target_end = 0;
    std::size_t referer_end = 0;

    std::string_view part(std::size_t from, std::size_t to) const {
      return std::string_view(text).substr(from, to - from);
    }
  };

  Connection& connection_;
  std::unique_ptr<Asked> asked_{};  // none where no log is written
};

}  // namespace gauntlet::server_pool::access_log
