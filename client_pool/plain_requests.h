// Requests that are not measured, one after the other: each is waited for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/page_buffer.h"
#include "client_pool/answer.h"
#include "client_pool/plan.h"
#include "client_pool/redirects.h"
#include "net/deadlines.h"
#include "net/stream.h"

namespace gauntlet::client_pool {

// Whether something has come on a file descriptor: an interrupt, for whoever looks between two
// requests.
bool is_readable(int fd);

// To one target, or while that takes no connections to the next that does, on a connection that is
// kept where it can be. Redirects are followed as those of what is measured.
class PlainRequests {
 public:
  // target: of the plan. interrupt: a file descriptor, not owned, which ends a wait for an answer
  // when it is readable; -1: none.
  PlainRequests(const Plan& plan, std::size_t target, net::SteadyTime deadline, int interrupt = -1)
      : plan_(plan),
        home_(target),
        place_(target),
        deadline_(deadline),
        interrupt_(interrupt),
        redirects_(plan) {}

  // Sends a request, with its body where there is one, and reads the answer. False when that fails;
  // then there is no connection. doing is for why(): "DELETE".
  bool ask(std::string_view request, Answer& answer, std::string_view doing,
           UploadStream* body = nullptr);
  // Why the last one failed, in words.
  const std::string& why() const { return why_; }

 private:
  bool ask_there(std::string_view request, Answer& answer, std::string_view doing,
                 UploadStream* body);
  bool ask_once(std::string_view request, Answer& answer, std::string_view doing,
                UploadStream* body);
  bool connect();
  template <typename Call>
  ssize_t in_time(short events, Call call);
  bool send(std::string_view request, bool more, std::string_view doing);
  bool send(UploadStream& body, std::string_view doing);
  Progress read(Answer& answer, std::string_view doing);
  bool fail(std::string why);

  const Plan& plan_;
  const std::size_t home_;
  std::size_t place_;  // of the plan, to which the connection leads
  net::SteadyTime deadline_;
  const int interrupt_;
  Redirects redirects_;
  asio::io_context io_;  // never run: the calls wait by poll(2)
  std::optional<net::Stream> stream_;
  PageBuffer buffer_{256 * kKiB};
  std::string why_;
};

}  // namespace gauntlet::client_pool
