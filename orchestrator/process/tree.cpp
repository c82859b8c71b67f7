#include "orchestrator/process/tree.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "orchestrator/process/pipes.h"

namespace gauntlet::orchestrator::process {

Tree::Tree(TreeOptions options) : options_(std::move(options)) {
  std::vector<char*> argv;
  for (std::string& argument : options_.argv) argv.push_back(argument.data());
  argv.push_back(nullptr);
  Pipe news = make_pipe();
  Pipe control = make_pipe();
  const UniqueFd in = open_nothing();
  const UniqueFd log = options_.log.empty() ? open_nothing() : open_log(options_.log);

  keeper_ = ::fork();
  if (keeper_ < 0) throw_errno("cannot start a process");
  if (keeper_ == 0)
    keep({.argv = argv.data(),
          .in = in.get(),
          .log = log.get(),
          .control = control.read_end.get(),
          .news = news.write_end.get(),
          .place = options_.place});
  news.write_end.reset();
  news_ = std::move(news.read_end);
  control_ = std::move(control.write_end);

  const News first = read_news();
  program_ = first.pid;
  if (first.kind == News::Kind::kStarted) return;
  ::waitpid(keeper_, nullptr, 0);
  keeper_ = -1;
  throw Error(fmt::format("cannot run '{}': {}", options_.argv[0], std::strerror(first.error)),
              ExitCode::kUnable);
}

// A keeper that was killed says no more: then all have ended, as by SIGKILL.
News Tree::read_news() {
  News news{};
  ssize_t size = 0;
  do {
    size = ::read(news_.get(), &news, sizeof news);
  } while (size < 0 && errno == EINTR);
  if (size == sizeof news) return news;
  return {.kind = News::Kind::kGone};
}

void Tree::send_signal(int signal) {
  if (status_) return;
  ::kill(program_, signal);
  ::kill(-program_, SIGCONT);  // who is stopped hears nothing
}

void Tree::send_to_group(int signal) {
  if (!status_) ::kill(-program_, signal);
}

std::optional<ExitStatus> Tree::wait(SteadyTime deadline) {
  while (!status_) {
    std::array<pollfd, 2> waiting{{{news_.get(), POLLIN, 0}, {options_.interrupt_fd, POLLIN, 0}}};
    const int left = remaining_ms(deadline);
    const int ready = ::poll(waiting.data(), waiting.size(), left);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0 || waiting[0].revents == 0) return std::nullopt;
    const News news = read_news();
    if (news.kind == News::Kind::kEnded)
      status_ = ExitStatus{.code = news.code, .signal = news.signal};
    else
      status_ = kill();
  }
  return status_;
}

ExitStatus Tree::kill() {
  if (keeper_ < 0) return status_.value_or(ExitStatus{.signal = SIGKILL});
  control_.reset();
  News news = read_news();
  while (news.kind != News::Kind::kGone) {
    if (!status_) status_ = ExitStatus{.code = news.code, .signal = news.signal};
    news = read_news();
  }
  ::waitpid(keeper_, nullptr, 0);
  keeper_ = -1;
  if (!status_) status_ = ExitStatus{.signal = SIGKILL};
  status_->usage = news.usage;
  status_->left_running = news.left_running;
  return *status_;
}

}  // namespace gauntlet::orchestrator::process
