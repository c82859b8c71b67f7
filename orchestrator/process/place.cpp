#include "orchestrator/process/place.h"

#include <sched.h>
#include <sys/socket.h>

#include <cerrno>

#include "orchestrator/process/elsewhere.h"

namespace gauntlet::orchestrator::process {
namespace {

struct Made {
  int socket = -1;
  int error = EAGAIN;
};

Made make_socket(int family) {
  const int socket = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  return {.socket = socket, .error = errno};
}

}  // namespace

// Who has entered a user namespace of its own has the right to enter its networks.
bool enter(const Place& place) {
  return (place.user < 0 || ::setns(place.user, CLONE_NEWUSER) == 0) &&
         (place.net < 0 || ::setns(place.net, CLONE_NEWNET) == 0);
}

// A socket belongs to the network in which it was made.
UniqueFd socket_in(const Place& place, int family) {
  Made made;
  if (place.net < 0)
    made = make_socket(family);
  else
    made = done_elsewhere([&] {
             return enter(place) ? make_socket(family) : Made{.error = errno};
           }).value_or(Made{});
  errno = made.error;
  return UniqueFd(made.socket);
}

}  // namespace gauntlet::orchestrator::process
