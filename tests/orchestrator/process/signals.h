// Signals that a test has raised.
#pragma once

#include <csignal>
#include <ctime>

namespace gauntlet::orchestrator::process {

// Takes back a SIGINT or SIGTERM that is pending, so that the next test of the program begins
// without it.
inline void forget_signals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGINT);
  ::sigaddset(&signals, SIGTERM);
  const timespec at_once{};
  while (::sigtimedwait(&signals, nullptr, &at_once) > 0) {
  }
}

}  // namespace gauntlet::orchestrator::process
