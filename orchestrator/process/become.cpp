#include "orchestrator/process/become.h"

#include <signal.h>
#include <unistd.h>

#include "base/process.h"

namespace gauntlet::orchestrator::process {

void become(char* const* argv, pid_t parent, const Streams& streams, const Place& place) {
  if (!enter(place)) return;  // first: the kernel may forget who dies with whom
  die_with_parent(parent);
  ::setpgid(0, 0);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int signal : {SIGPIPE, SIGXFSZ}) ::signal(signal, SIG_DFL);  // ignored by run_program
  ::dup2(streams.in, STDIN_FILENO);
  ::dup2(streams.out, STDOUT_FILENO);
  if (streams.err >= 0) ::dup2(streams.err, STDERR_FILENO);
  ::execvp(argv[0], argv);
}

}  // namespace gauntlet::orchestrator::process
