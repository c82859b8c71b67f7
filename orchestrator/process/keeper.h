// The process that keeps a program's processes together: those that the program starts, however
// often they fork, are its descendants, and none of them outlives it.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include "orchestrator/process/place.h"

namespace gauntlet::orchestrator::process {

// What a keeper writes to whoever started it, as it happens.
struct News {
  enum class Kind { kStarted, kNotStarted, kEnded, kGone };

  Kind kind = Kind::kStarted;
  pid_t pid = 0;         // kStarted: of the program
  int error = 0;         // kNotStarted: errno of the failed exec
  int code = -1;         // kEnded: the program's exit code; -1 when a signal ended it
  int signal = 0;        // kEnded: that signal, or 0
  int left_running = 0;  // kGone: descendants that still ran when they were to end
  rusage usage{};        // kGone: of the program and all its descendants
};

struct KeeperOptions {
  char* const* argv = nullptr;
  int in = -1;       // of the program
  int log = -1;      // its stdout and stderr
  int control = -1;  // closed at its other end: all are to end
  int news = -1;     // takes News
  Place place{};     // of the program; the keeper stays where it is
};

// Runs in a process that was forked for it, and never returns; system calls only. The program stays
// a zombie until all are to end, so that nobody else gets its pid.
[[noreturn]] void keep(const KeeperOptions& options);

}  // namespace gauntlet::orchestrator::process
