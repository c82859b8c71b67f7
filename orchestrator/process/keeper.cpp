#include "orchestrator/process/keeper.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "orchestrator/process/become.h"

namespace gauntlet::orchestrator::process {
namespace {

void tell(int news, const News& what) {
  while (::write(news, &what, sizeof what) < 0 && errno == EINTR) {
  }
}

// Keeps the descriptors of its options, and closes what it has of its parent: locks and
// pipes that must not stay open for its sake.
KeeperOptions close_others(KeeperOptions options) {
  constexpr int kFirst = 100;  // beyond those that are moved
  std::array<int*, 6> kept{&options.in,   &options.log,        &options.control,
                           &options.news, &options.place.user, &options.place.net};
  for (int* fd : kept) *fd = ::fcntl(*fd, F_DUPFD_CLOEXEC, kFirst);
  ::syscall(SYS_close_range, 3u, static_cast<unsigned>(kFirst) - 1, 0u);
  int last = kFirst;
  for (const int* fd : kept) last = *fd > last ? *fd : last;
  ::syscall(SYS_close_range, static_cast<unsigned>(last) + 1, ~0u, 0u);
  return options;
}

// Starts the program; a pipe that a successful exec closes tells whether it runs.
pid_t start(const KeeperOptions& options) {
  std::array<int, 2> failure{-1, -1};
  if (::pipe2(failure.data(), O_CLOEXEC) != 0) return -1;
  const pid_t keeper = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) {
    become(options.argv, keeper, {.in = options.in, .out = options.log, .err = options.log},
           options.place);
    const int error = errno;
    (void)!::write(failure[1], &error, sizeof error);
    ::_exit(127);
  }
  ::close(failure[1]);
  int error = pid < 0 ? errno : 0;
  if (pid > 0 && ::read(failure[0], &error, sizeof error) != sizeof error) error = 0;
  ::close(failure[0]);
  errno = error;
  return error == 0 ? pid : -1;
}

// The end of a child that need not be reaped yet; 0 when none has ended.
pid_t ended(idtype_t which, pid_t pid, siginfo_t& info) {
  info = {};
  if (::waitid(which, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0) return 0;
  return info.si_pid;
}

// Reaps what has ended, but for the program: with it, and with all that end later, it leaves off.
bool has_ended(pid_t program, News& news) {
  siginfo_t info;
  for (pid_t pid = ended(P_ALL, 0, info); pid != 0; pid = ended(P_ALL, 0, info)) {
    if (pid != program) {
      ::waitpid(pid, nullptr, 0);
      continue;
    }
    news = {.kind = News::Kind::kEnded};
    (info.si_code == CLD_EXITED ? news.code : news.signal) = info.si_status;
    return true;
  }
  return false;
}

// Kills and reaps the children of this process that still run; says how many.
int kill_children() {
  std::array<char, 4096> text{};
  const int file = ::open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  const ssize_t size = file < 0 ? 0 : ::read(file, text.data(), text.size());
  if (file >= 0) ::close(file);
  int killed = 0;
  pid_t pid = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(size < 0 ? 0 : size); ++i) {
    if (text[i] >= '0' && text[i] <= '9') {
      pid = pid * 10 + (text[i] - '0');
      continue;
    }
    siginfo_t info;
    if (pid > 0 && ended(P_PID, pid, info) == 0 && ::kill(pid, SIGKILL) == 0) {
      ::waitpid(pid, nullptr, 0);
      ++killed;
    }
    pid = 0;
  }
  return killed;
}

bool reap_ended() {
  bool any = false;
  while (::waitpid(-1, nullptr, WNOHANG) > 0) any = true;
  return any;
}

// A process whose parent ended becomes a child of this one, so none is left in the end.
[[noreturn]] void end_all(int news) {
  News gone{.kind = News::Kind::kGone};
  for (bool any = true; any;) {
    const int killed = kill_children();
    gone.left_running += killed;
    any = reap_ended() || killed > 0;
  }
  ::getrusage(RUSAGE_CHILDREN, &gone.usage);
  tell(news, gone);
  ::_exit(0);
}

// Nobody's signals but those of the kernel concern it.
int watch_children() {
  sigset_t all;
  ::sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
  sigset_t children;
  ::sigemptyset(&children);
  ::sigaddset(&children, SIGCHLD);
  return ::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
}

}  // namespace

void keep(const KeeperOptions& given) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_NAME, "keeper");
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  const KeeperOptions options = close_others(given);
  const int children = watch_children();
  const pid_t program = start(options);
  if (program < 0) {
    tell(options.news, {.kind = News::Kind::kNotStarted, .error = errno});
    ::_exit(127);
  }
  tell(options.news, {.kind = News::Kind::kStarted, .pid = program});

  std::array<pollfd, 2> waiting{{{options.control, POLLIN, 0}, {children, POLLIN, 0}}};
  for (;;) {
    if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;
    if (waiting[0].revents != 0) end_all(options.news);
    signalfd_siginfo ignored;
    while (::read(children, &ignored, sizeof ignored) > 0) {
    }
    News news;
    if (waiting[1].fd < 0 || !has_ended(program, news)) continue;
    tell(options.news, news);
    waiting[1].fd = -1;
  }
}

}  // namespace gauntlet::orchestrator::process
