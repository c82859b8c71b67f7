// Requests that are not measured, one after the other: each is waited for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/page_buffer.h"
#include "client_pool/answer.h"
#include "client_pool/plan.h"
#include "net/deadlines.h"
#include "net/stream.h"

namespace gauntlet::client_pool {

// Whether something has come on a file descriptor: an interrupt, for whoever looks between two
// requests.
bool is_readable(int fd);

// To one target, on a connection that is kept where it can be.
class PlainRequests {
 public:
  // interrupt: a file descriptor, not owned, which ends a wait for an answer when it is readable;
  // -1: none.
  PlainRequests(const Plan& plan, const Target& target, net::SteadyTime deadline,
                int interrupt = -1)
      : plan_(plan), target_(target), deadline_(deadline), interrupt_(interrupt) {}

  // Sends a request, with its body where there is one, and reads the answer. False when that fails;
  // then there is no connection. doing is for why(): "DELETE".
  bool ask(std::string_view request, Answer& answer, std::string_view doing,
           UploadStream* body = nullptr);
  // Why the last one failed, in words.
  const std::string& why() const { return why_; }

 private:
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
  const Target& target_;
  net::SteadyTime deadline_;
  const int interrupt_;
  asio::io_context io_;  // never run: the calls wait by poll(2)
  std::optional<net::Stream> stream_;
  PageBuffer buffer_{256 * kKiB};
  std::string why_;
};

}  // namespace gauntlet::client_pool
