#include "orchestrator/process/place.h"

#include <sched.h>

namespace gauntlet::orchestrator::process {

// Who has entered a user namespace of its own has the right to enter its networks.
bool enter(const Place& place) {
  return (place.user < 0 || ::setns(place.user, CLONE_NEWUSER) == 0) &&
         (place.net < 0 || ::setns(place.net, CLONE_NEWNET) == 0);
}

}  // namespace gauntlet::orchestrator::process
