// Where a program runs: as this one does, or in a network of its own.
#pragma once

namespace gauntlet::orchestrator::process {

// Descriptors of Linux namespaces, of the caller; -1: as the caller's.
struct Place {
  int user = -1;
  int net = -1;
};

// Takes the calling process there, which has one thread; system calls only. False, and errno says
// why, when it cannot.
bool enter(const Place& place);

}  // namespace gauntlet::orchestrator::process
