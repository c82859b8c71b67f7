// Work that has to be done in another namespace than ours.
#pragma once

#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>
#include <type_traits>

#include "base/error.h"
#include "orchestrator/process/pipes.h"

namespace gauntlet::orchestrator::process {

// Does the work, of system calls only, in a process of its own, which may go where it likes. It
// shares our descriptors: what it opens is ours. Gives what the work gives; nothing when the
// process was killed. Throws Error (kUnable) when there can be none.
template <typename Work>
auto done_elsewhere(Work work) -> std::optional<std::invoke_result_t<Work>> {
  using Result = std::invoke_result_t<Work>;
  static_assert(std::is_trivially_copyable_v<Result>);
  const Pipe pipe = make_pipe();
  const long pid = ::syscall(SYS_clone, CLONE_FILES | SIGCHLD, nullptr, nullptr, nullptr, 0);
  if (pid < 0) throw_errno("cannot start a process");
  if (pid == 0) {
    const Result result = work();
    const bool told = ::write(pipe.write_end.get(), &result, sizeof result) == sizeof result;
    ::syscall(SYS_exit, told ? 0 : 1);
  }
  int status = 0;
  while (::waitpid(static_cast<pid_t>(pid), &status, 0) < 0 && errno == EINTR) {
  }
  Result result{};
  if (status != 0 || ::read(pipe.read_end.get(), &result, sizeof result) != sizeof result)
    return std::nullopt;
  return result;
}

}  // namespace gauntlet::orchestrator::process
