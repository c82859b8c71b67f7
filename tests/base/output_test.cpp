#include "base/output.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <new>
#include <string>

#include "base/program.h"
#include "base/unique_fd.h"

namespace gauntlet {
namespace {

using testing::ExitedWithCode;
using testing::HasSubstr;

// Puts a descriptor in the place of stderr, as the programs find it at their start.
class StderrInstead {
 public:
  explicit StderrInstead(int fd) : before_(::dup(STDERR_FILENO)) {
    ::dup2(fd, STDERR_FILENO);
    prepare_streams();
  }
  ~StderrInstead() {
    ::dup2(before_.get(), STDERR_FILENO);
    prepare_streams();
  }

 private:
  UniqueFd before_;
};

struct Ends {
  UniqueFd reader{};
  UniqueFd writer{};
};

Ends make_pipe() {
  std::array<int, 2> fds{};
  EXPECT_EQ(::pipe2(fds.data(), O_CLOEXEC), 0);
  return {UniqueFd(fds[0]), UniqueFd(fds[1])};
}

Ends make_sockets() {
  std::array<int, 2> fds{};
  EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()), 0);
  return {UniqueFd(fds[0]), UniqueFd(fds[1])};
}

std::string read_what_is_there(int fd) {
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  std::string text;
  std::array<char, 65536> piece;
  for (ssize_t n = 0; (n = ::read(fd, piece.data(), piece.size())) > 0;)
    text.append(piece.data(), static_cast<std::size_t>(n));
  return text;
}

// Says lines until one is lost; how many were taken.
std::size_t fill_stderr() {
  constexpr std::size_t kFarTooMany = 100'000;
  const std::string line(99, 'x');
  for (std::size_t i = 0; i < kFarTooMany; ++i)
    if (!write_stderr(line + "\n")) return i;
  return kFarTooMany;
}

void expect_that_a_full_stderr_loses_and_counts(const Ends& ends) {
  std::size_t taken = 0;
  {
    const StderrInstead instead(ends.writer.get());
    taken = fill_stderr();
    EXPECT_FALSE(write_stderr(std::string(99, 'y') + "\n"));
    EXPECT_GE(read_what_is_there(ends.reader.get()).size(), 100 * taken);
    say("heard again\n");
  }
  EXPECT_GT(taken, 10u);
  const std::string after = read_what_is_there(ends.reader.get());
  EXPECT_THAT(after, HasSubstr("(2 messages before this one were lost)\nheard again\n"));
}

TEST(Stderr, LosesAndCountsWhatAFullPipeDoesNotTake) {
  expect_that_a_full_stderr_loses_and_counts(make_pipe());
}

TEST(Stderr, LosesAndCountsWhatAFullSocketDoesNotTake) {
  expect_that_a_full_stderr_loses_and_counts(make_sockets());
}

TEST(Stderr, DoesNotMakeItsPipeNonBlockingForOthers) {
  const Ends ends = make_pipe();
  const StderrInstead instead(ends.writer.get());
  say("x\n");
  EXPECT_EQ(::fcntl(ends.writer.get(), F_GETFL) & O_NONBLOCK, 0);
}

TEST(Stderr, KeepsALongMessageWholeWhereThereIsRoom) {
  const Ends ends = make_pipe();
  const std::string longest(20'000, 'x');
  {
    const StderrInstead instead(ends.writer.get());
    EXPECT_TRUE(write_stderr(longest));
  }
  EXPECT_EQ(read_what_is_there(ends.reader.get()), longest);
}

TEST(Stderr, EndsTheLineOfWhichOnlyAPartWasTaken) {
  const Ends ends = make_pipe();
  const std::string too_long(1 << 20, 'x');
  std::string first;
  {
    const StderrInstead instead(ends.writer.get());
    EXPECT_FALSE(write_stderr(too_long));
    first = read_what_is_there(ends.reader.get());
    say("next\n");
  }
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(read_what_is_there(ends.reader.get()),
            "\n(1 message before this one was lost)\nnext\n");
}

TEST(Stderr, OutlivesItsReader) {
  Ends ends = make_pipe();
  const StderrInstead instead(ends.writer.get());
  ends.reader.reset();
  EXPECT_FALSE(write_stderr("x\n"));
}

TEST(Stderr, OutlivesAFullDisk) {
  const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  const StderrInstead instead(full.get());
  EXPECT_FALSE(write_stderr("x\n"));
}

[[noreturn]] void say_beyond_the_limit_of_file_sizes() {
  std::string path = "/tmp/gauntlet-output-XXXXXX";
  const UniqueFd file(::mkstemp(path.data()));
  ::unlink(path.c_str());
  ::dup2(file.get(), STDERR_FILENO);
  prepare_streams();
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  ::setrlimit(RLIMIT_FSIZE, &none);
  std::_Exit(write_stderr("x\n") ? 1 : 0);
}

TEST(Stderr, OutlivesALimitOfFileSizes) {
  EXPECT_EXIT(say_beyond_the_limit_of_file_sizes(), ExitedWithCode(0), "");
}

// --- stdout, in a process of its own, since what it has lost stays lost ---

[[noreturn]] void run_with_stdout(const char* file, ExitCode code) {
  std::FILE* const reopened = std::freopen(file, "w", stdout);
  std::exit(reopened == nullptr ? 99 : run_program("prog", [code] {
    print("{} lines\n", 5);
    return code;
  }));
}

TEST(Stdout, MakesAFailureOfASuccessWhenItIsLost) {
  EXPECT_EXIT(run_with_stdout("/dev/full", ExitCode::kOk), ExitedWithCode(3),
              "prog: cannot write to stdout: No space left on device");
}

TEST(Stdout, HidesNoOtherOutcomeWhenItIsLost) {
  for (const ExitCode code : {ExitCode::kFailed, ExitCode::kBadInput, ExitCode::kInterrupted})
    EXPECT_EXIT(run_with_stdout("/dev/full", code), ExitedWithCode(static_cast<int>(code)),
                "No space left");
}

TEST(Stdout, DoesNotEndTheWorkWhenItFailsHalfway) {
  EXPECT_EXIT(
      {
        (void)!std::freopen("/dev/full", "w", stdout);
        std::exit(run_program("prog", [] {
          for (int i = 0; i < 10'000; ++i) print("line {}\n", i);
          return ExitCode::kFailed;
        }));
      },
      ExitedWithCode(1), "No space left");
}

TEST(Stdout, EndsQuietlyWhenItsReaderIsGone) {
  EXPECT_EXIT(
      {
        Ends ends = make_pipe();
        ::dup2(ends.writer.get(), STDOUT_FILENO);
        ends.reader.reset();
        std::exit(run_program("prog", [] {
          print("x\n");
          return ExitCode::kOk;
        }));
      },
      ExitedWithCode(3), "^$");
}

TEST(Stdout, IsLostWhenItIsClosed) {
  EXPECT_EXIT(
      {
        ::close(STDOUT_FILENO);
        std::exit(run_program("prog", [] {
          print("x\n");
          return ExitCode::kOk;
        }));
      },
      ExitedWithCode(3), "prog: cannot write to stdout: Bad file descriptor");
}

TEST(Stdout, MayBeClosedWhenNothingIsPrinted) {
  EXPECT_EXIT(
      {
        ::close(STDOUT_FILENO);
        std::exit(run_program("prog", [] { return ExitCode::kOk; }));
      },
      ExitedWithCode(0), "");
}

// --- memory ---

void allocate_too_much() { throw std::bad_alloc(); }

struct AllocatesWhenItEnds {
  ~AllocatesWhenItEnds() { allocate_too_much(); }
};

[[noreturn]] void run_out_of_memory_in_a_destructor() {
  std::exit(run_program("prog", [] {
    const AllocatesWhenItEnds thing;
    return ExitCode::kOk;
  }));
}

TEST(Memory, IsSaidToBeShortInOneSentenceWhereverThatIsFound) {
  EXPECT_EXIT(std::exit(run_program("prog", []() -> ExitCode { throw std::bad_alloc(); })),
              ExitedWithCode(3), "^prog: out of memory; is there a limit .ulimit -v.[?]\n$");
  EXPECT_EXIT(run_out_of_memory_in_a_destructor(), ExitedWithCode(3),
              "^prog: out of memory; is there a limit .ulimit -v.[?]\n$");
}

// --- descriptors 0 to 2 ---

TEST(Streams, LeaveTheNumbersOfClosedOnesToNoFile) {
  EXPECT_EXIT(
      {
        for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::close(fd);
        std::exit(run_program("prog", [] {
          const UniqueFd file(::open("/dev/null", O_RDWR));
          return file.get() > STDERR_FILENO ? ExitCode::kOk : ExitCode::kFailed;
        }));
      },
      ExitedWithCode(0), "");
}

TEST(Streams, AreNotRedrawnWhereTheTerminalCannot) {
  const UniqueFd terminal(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_TRUE(terminal);
  ASSERT_EQ(::grantpt(terminal.get()), 0);
  ASSERT_EQ(::unlockpt(terminal.get()), 0);
  const UniqueFd end(::open(::ptsname(terminal.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
  const StderrInstead instead(end.get());
  ::setenv("TERM", "xterm", 1);
  EXPECT_TRUE(stderr_redraws());
  ::setenv("TERM", "dumb", 1);
  EXPECT_FALSE(stderr_redraws());
  ::unsetenv("TERM");
  EXPECT_FALSE(stderr_redraws());
}

}  // namespace
}  // namespace gauntlet
