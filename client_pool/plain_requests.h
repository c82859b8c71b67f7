// Requests that are not measured, one after the other: each is waited for.
#pragma once

#include <string>
#include <string_view>

#include "base/page_buffer.h"
#include "base/unique_fd.h"
#include "client_pool/answer.h"
#include "client_pool/plan.h"
#include "net/deadlines.h"

namespace gauntlet::client_pool {

// Whether something has come on a file descriptor: an interrupt, for whoever looks between two
// requests.
bool is_readable(int fd);

// To one target, on a connection that is kept where it can be.
class PlainRequests {
 public:
  PlainRequests(const Plan& plan, const Target& target, net::SteadyTime deadline)
      : plan_(plan), target_(target), deadline_(deadline) {}

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
  bool send(std::string_view request, bool more, std::string_view doing);
  bool send(UploadStream& body, std::string_view doing);
  Progress read(Answer& answer, std::string_view doing);
  bool fail(std::string why);

  const Plan& plan_;
  const Target& target_;
  net::SteadyTime deadline_;
  UniqueFd socket_;
  PageBuffer buffer_{256 * kKiB};
  std::string why_;
};

}  // namespace gauntlet::client_pool
