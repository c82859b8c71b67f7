// What threads can do here with small answers, with the least code in the way: the yardstick for a
// server_pool of more workers than cores. As a worker, each thread has a listening socket on the
// one port and an epoll of its own; but whatever arrives is one request to it, and gets the same
// answer of 1 KiB from memory. Ends with its parent.
#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/program.h"
#include "base/unique_fd.h"
#include "base/units.h"
#include "net/sockets.h"

namespace gauntlet {
namespace {

// Edge-triggered, so that a wait needs no further call.
void watch(const UniqueFd& epoll, int socket) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;
  event.data.fd = socket;
  ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, socket, &event);
}

void answer(int socket, const std::string& text) {
  std::array<char, 4096> request;
  const ssize_t n = ::recv(socket, request.data(), request.size(), 0);
  if (n > 0)
    ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
  else if (n == 0)
    ::close(socket);
}

void accept_all(const UniqueFd& epoll, int listener) {
  int accepted = 0;
  while ((accepted = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
    watch(epoll, accepted);
}

void serve(int listener, const std::string& text) {
  const UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  watch(epoll, listener);
  std::array<epoll_event, 64> events;
  for (;;) {
    const int ready = ::epoll_wait(epoll.get(), events.data(), events.size(), -1);
    for (std::size_t i = 0; static_cast<int>(i) < ready; ++i) {
      if (events[i].data.fd == listener)
        accept_all(epoll, listener);
      else
        answer(events[i].data.fd, text);
    }
  }
}

ExitCode run(unsigned threads) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  const std::string text =
      fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", kKiB, std::string(kKiB, 'x'));
  net::ListenOptions where{.reuse_port = true};
  std::vector<UniqueFd> listeners;
  while (listeners.size() < threads) {
    listeners.push_back(net::listen_on(where));
    where.port = net::local_port(listeners.back().get());
  }
  fmt::print("{{\"port\":{}}}\n", where.port);
  std::fflush(stdout);
  std::vector<std::jthread> running;
  for (const UniqueFd& listener : listeners)
    running.emplace_back([fd = listener.get(), &text] { serve(fd, text); });
  return ExitCode::kOk;  // when all threads have ended: never, a signal ends the program
}

unsigned parse_threads(int argc, const char* const* argv) {
  unsigned threads = 2;
  CLI::App app("What threads can do here with small answers, with the least code in the way.",
               "bare_server");
  add_common(app);
  app.add_option("--threads", threads, "Threads, each with a listening socket on the one port")
      ->check(CLI::Range(1U, 1000U))
      ->capture_default_str();
  app.footer("Example:\n  bare_server --threads 50");
  parse_command_line(app, argc, argv);
  return threads;
}

}  // namespace
}  // namespace gauntlet

int main(int argc, char** argv) {
  return gauntlet::run_program("bare_server",
                               [&] { return gauntlet::run(gauntlet::parse_threads(argc, argv)); });
}
