#include "orchestrator/process/spawn.h"

#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "orchestrator/process/pipes.h"

namespace gauntlet::orchestrator::process {
namespace {

// fork(2), with a descriptor of the child that is readable when it has ended. What pidfd_open would
// give as well, but for containers that refuse that call. The child may do system calls only.
pid_t fork_with(UniqueFd& pidfd) {
  int descriptor = -1;
  const long pid = ::syscall(SYS_clone, CLONE_PIDFD | SIGCHLD, nullptr, &descriptor, nullptr, 0);
  if (pid < 0) throw_errno("cannot start a process");
  if (pid > 0) pidfd.reset(descriptor);
  return static_cast<pid_t>(pid);
}

}  // namespace

Spawned spawn(std::vector<std::string> argv, const Streams& streams, const Place& place) {
  std::vector<char*> words;
  for (std::string& argument : argv) words.push_back(argument.data());
  words.push_back(nullptr);
  Pipe failure = make_pipe();  // closed by a successful exec, else carries errno
  const pid_t parent = ::getpid();
  Spawned spawned;
  spawned.pid = fork_with(spawned.pidfd);
  if (spawned.pid == 0) {
    become(words.data(), parent, streams, place);
    const int error = errno;
    (void)!::write(failure.write_end.get(), &error, sizeof error);
    ::_exit(127);
  }
  ::setpgid(spawned.pid, spawned.pid);  // in the parent too: whoever comes first
  failure.write_end.reset();
  int error = 0;
  if (::read(failure.read_end.get(), &error, sizeof error) == sizeof error) {
    ::waitpid(spawned.pid, nullptr, 0);
    throw Error(fmt::format("cannot run '{}': {}", argv[0], std::strerror(error)),
                ExitCode::kUnable);
  }
  return spawned;
}

}  // namespace gauntlet::orchestrator::process
