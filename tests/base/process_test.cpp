#include "base/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <utility>

#include "base/unique_fd.h"

namespace gauntlet {
namespace {

constexpr int kDeadlineMs = 10'000;

TEST(DieWithParent, EndsAChildWhoseParentIsGoneAlready) {
  const pid_t child = ::fork();
  if (child == 0) {
    die_with_parent(::getppid() + 1);
    ::_exit(42);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 1);
}

TEST(DieWithParent, EndsAChildWithItsParent) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const pid_t parent = ::fork();
  if (parent == 0) {
    const pid_t self = ::getpid();
    if (::fork() == 0) {
      die_with_parent(self);
      (void)!::write(write_end.get(), "x", 1);
      while (true) ::pause();
    }
    char ready = 0;
    (void)!::read(read_end.get(), &ready, 1);
    ::_exit(0);
  }
  write_end.reset();
  ASSERT_EQ(::waitpid(parent, nullptr, 0), parent);
  pollfd end{.fd = read_end.get(), .events = POLLIN, .revents = 0};
  EXPECT_EQ(::poll(&end, 1, kDeadlineMs), 1) << "the grandchild holds the pipe open";
}

TEST(RaiseDescriptorLimit, ReachesTheHardLimit) {
  const std::uint64_t limit = raise_descriptor_limit();
  rlimit now{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &now), 0);
  EXPECT_EQ(limit, now.rlim_cur);
  EXPECT_EQ(now.rlim_cur, now.rlim_max);
}

TEST(ProgramFolder, HoldsThisProgram) {
  EXPECT_TRUE(std::filesystem::exists(program_folder() + "/base_test"));
}

TEST(DescribeEnd, NamesTheSignalOrTheExitCode) {
  EXPECT_EQ(describe_end(-1, SIGKILL), "was ended by signal 9 (Killed)");
  EXPECT_EQ(describe_end(3, 0), "exited with 3");
}

TEST(DescribeEnd, ReadsWhatWaitpidGave) {
  EXPECT_EQ(describe_end_of(SIGSEGV), "was ended by signal 11 (Segmentation fault)");
  EXPECT_EQ(describe_end_of(3 << 8), "exited with 3");
}

TEST(UniqueFd, ClosesWhatItOwns) {
  const int fd = ::open("/dev/null", O_RDONLY);
  { const UniqueFd owner(fd); }
  EXPECT_EQ(::fcntl(fd, F_GETFD), -1);
}

TEST(UniqueFd, MovesItsOwnership) {
  UniqueFd first(::open("/dev/null", O_RDONLY));
  const int fd = first.get();
  UniqueFd second(std::move(first));
  UniqueFd third;
  third = std::move(second);
  EXPECT_EQ(third.get(), fd);
  EXPECT_NE(::fcntl(fd, F_GETFD), -1);
}

TEST(UniqueFd, LetsGoOfWhatItReleases) {
  UniqueFd owner(::open("/dev/null", O_RDONLY));
  const UniqueFd released(owner.release());
  EXPECT_FALSE(owner);
  EXPECT_TRUE(released);
}

}  // namespace
}  // namespace gauntlet
