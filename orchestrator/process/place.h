// Where a program runs: as this one does, or in a network of its own.
#pragma once

#include "base/unique_fd.h"

namespace gauntlet::orchestrator::process {

// Descriptors of Linux namespaces, of the caller; -1: as the caller's.
struct Place {
  int user = -1;
  int net = -1;
};

// Takes the calling process there, which has one thread; system calls only. False, and errno says
// why, when it cannot.
bool enter(const Place& place);

// A socket of TCP that stands there, whoever uses it; none, and errno says why, when it cannot be
// made. family: AF_INET or AF_INET6. It does not block.
UniqueFd socket_in(const Place& place, int family);

}  // namespace gauntlet::orchestrator::process
