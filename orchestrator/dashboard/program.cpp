#include "orchestrator/dashboard/program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "base/error.h"
#include "orchestrator/process/pipes.h"
#include "orchestrator/process/spawn.h"

namespace gauntlet::orchestrator::dashboard {
namespace {

// Also of a program whose file was replaced since it was started.
constexpr const char* kOwnProgram = "/proc/self/exe";
constexpr int kMostOnTheWay = 1024 * 1024;  // what the kernel gives to everybody
constexpr std::size_t kLongestLine = std::size_t{16} * 1024 * 1024;

void read_without_waiting(const UniqueFd& fd) { ::fcntl(fd.get(), F_SETFL, O_NONBLOCK); }

int reap(int pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// What can be read now; false when no more will come.
bool read_some(net::Descriptor& source, std::string& text) {
  std::array<char, 65536> bytes;
  for (;;) {
    const ssize_t n = ::read(source.native_handle(), bytes.data(), bytes.size());
    if (n > 0)
      text.append(bytes.data(), static_cast<std::size_t>(n));
    else
      return n < 0 && (errno == EAGAIN || errno == EINTR);
  }
}

// Until the end of what it says.
net::Awaitable<void> gather(net::Descriptor& source, std::string& text) {
  while (text.size() < kMostPrinted) {
    co_await source.async_wait(net::Descriptor::wait_read, net::use_awaitable);
    const bool more = read_some(source, text);
    if (!more) co_return;
  }
}

void give_lines(std::string& text, const CampaignProcess::TakeLine& take) {
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
    take(std::string_view(text).substr(begin, end - begin));
  text.erase(0, begin);
  if (text.size() > kLongestLine) text.clear();
}

}  // namespace

net::Awaitable<Printed> run_command(asio::io_context& io, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), kOwnProgram);
  const UniqueFd nothing = process::open_nothing();
  process::Pipe out = process::make_pipe();
  process::Pipe err = process::make_pipe();
  const process::Streams streams{
      .in = nothing.get(), .out = out.write_end.get(), .err = err.write_end.get()};
  process::Spawned spawned = process::spawn(std::move(arguments), streams);
  out.write_end.reset();
  err.write_end.reset();
  read_without_waiting(out.read_end);
  read_without_waiting(err.read_end);
  net::Descriptor out_end(io, out.read_end.release());
  net::Descriptor err_end(io, err.read_end.release());
  Printed printed;
  co_await gather(out_end, printed.out);
  out_end.close();  // what would be too much is not waited for
  co_await gather(err_end, printed.err);
  net::Descriptor ended(io, spawned.pidfd.release());
  co_await ended.async_wait(net::Descriptor::wait_read, net::use_awaitable);
  printed.exit_code = reap(spawned.pid);
  co_return printed;
}

CampaignProcess::CampaignProcess(asio::io_context& io, std::vector<std::string> arguments)
    : io_(io), pidfd_(io), events_(io), messages_(io) {
  process::Pipe events = process::make_pipe();
  // So that none is lost while the page is held up.
  ::fcntl(events.write_end.get(), F_SETPIPE_SZ, kMostOnTheWay);
  process::Pipe messages = process::make_pipe();
  const UniqueFd nothing = process::open_nothing();
  arguments.insert(arguments.begin(), kOwnProgram);
  // It opens the pipe by this name, as it would a FIFO.
  arguments.push_back("--out");
  arguments.push_back(fmt::format("jsonl=/proc/{}/fd/{}", ::getpid(), events.write_end.get()));
  const UniqueFd printed(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  process::Spawned spawned =
      process::spawn(std::move(arguments),
                     {.in = nothing.get(), .out = printed.get(), .err = messages.write_end.get()});
  pid_ = spawned.pid;
  read_without_waiting(events.read_end);
  read_without_waiting(messages.read_end);
  pidfd_.assign(spawned.pidfd.release());
  events_.assign(events.read_end.release());
  messages_.assign(messages.read_end.release());
  events_kept_open_ = std::move(events.write_end);
}

CampaignProcess::~CampaignProcess() {
  if (ended_) return;
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);
  reap(pid_);
}

void CampaignProcess::send_signal(int signal) const {
  if (!ended_) ::kill(pid_, signal);
}

net::Awaitable<void> CampaignProcess::follow(net::Descriptor& source, TakeLine take) {
  std::string text;
  for (;;) {
    std::error_code stopped;
    auto token = asio::redirect_error(net::use_awaitable, stopped);
    co_await source.async_wait(net::Descriptor::wait_read, token);
    const bool more = read_some(source, text);
    give_lines(text, take);
    if (stopped || !more || ended_) co_return;
  }
}

net::Awaitable<int> CampaignProcess::await_end(TakeLine take_event, TakeLine take_message) {
  net::spawn(io_, follow(events_, take_event), net::rethrow);
  net::spawn(io_, follow(messages_, take_message), net::rethrow);
  co_await pidfd_.async_wait(net::Descriptor::wait_read, net::use_awaitable);
  const int code = reap(pid_);
  ended_ = true;
  ::kill(-pid_, SIGKILL);  // whatever of its group is left
  events_.cancel();        // what is in the pipes is read, and then no more
  messages_.cancel();
  const net::Executor executor = io_.get_executor();
  co_await asio::post(executor, net::use_awaitable);
  co_return code;
}

}  // namespace gauntlet::orchestrator::dashboard
