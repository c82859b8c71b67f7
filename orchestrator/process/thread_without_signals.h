// A thread that leaves all signals to the others.
#pragma once

#include <csignal>
#include <thread>
#include <utility>

namespace gauntlet::orchestrator::process {

// Signals are for the thread that measures; that nobody reads is seen by EPIPE.
template <typename Work>
std::thread thread_without_signals(Work work) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(std::move(work));
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace gauntlet::orchestrator::process
