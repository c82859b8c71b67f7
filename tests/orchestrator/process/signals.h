// Signals that a test has raised.
#pragma once

#include <csignal>
#include <ctime>

namespace gauntlet::orchestrator::process {

// Takes back those that are pending, so that the next test of the program begins
// without it.
inline void forget_signals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGINT);
  for (const int signal : {SIGTERM, SIGUSR1, SIGUSR2}) ::sigaddset(&signals, signal);
  const timespec at_once{};
  while (::sigtimedwait(&signals, nullptr, &at_once) > 0) {
  }
}

}  // namespace gauntlet::orchestrator::process
