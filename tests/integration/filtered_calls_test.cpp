// What a container's filter refuses: pidfd_open, with EPERM.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>

#include "tests/integration/harness.h"
#include "tests/temporary_folder.h"

namespace gauntlet::integration {
namespace {

using orchestrator::process::Child;
using orchestrator::process::Got;

// For this process and all that it starts, for good.
bool refuse_pidfd_open() {
  std::array<sock_filter, 4> rules{{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog program{.len = rules.size(), .filter = rules.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 &&
         ::syscall(SYS_pidfd_open, ::getpid(), 0) == -1 && errno == EPERM;
}

[[noreturn]] void run_a_child_without_pidfd_open() {
  if (!refuse_pidfd_open()) std::_Exit(98);
  const Finished finished = run({"sh", "-c", "echo line; exit 7"});
  std::_Exit(finished.out == "line\n" ? finished.status.code : 97);
}

TEST(FilteredCalls, LetTheOrchestratorRunPrograms) {
  EXPECT_EXIT(run_a_child_without_pidfd_open(), testing::ExitedWithCode(7), "");
}

// The shell between this process and the server dies; the stdin of both stays open.
[[noreturn]] void kill_the_parent_of_a_server_without_pidfd_open(const std::string& root) {
  if (!refuse_pidfd_open()) std::_Exit(98);
  Child shell({.argv = {"sh", "-c",
                        "exec 3<&0; " + program("server_pool") +
                            " --exit-with-parent --base-port 0 --root " + root + " <&3 & wait"}});
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  std::string ready;
  std::string stopped;
  if (shell.read_line(ready, deadline) != Got::kLine) std::_Exit(97);
  ::kill(shell.pid(), SIGKILL);
  if (shell.read_line(stopped, deadline) != Got::kLine) std::_Exit(96);
  std::_Exit(stopped.find("\"parent ended\"") == std::string::npos ? 95 : 0);
}

TEST(FilteredCalls, LetTheServerEndWithItsParent) {
  const TemporaryFolder root;
  EXPECT_EXIT(kill_the_parent_of_a_server_without_pidfd_open(root.path()),
              testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace gauntlet::integration
