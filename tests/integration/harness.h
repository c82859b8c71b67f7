// What the integration tests have in common: the real server_pool on ports of its own, and a client
// that says exactly what a test tells it to. Every wait has a deadline, and a missed one fails the
// test.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.h"
#include "contract/reports.h"
#include "orchestrator/process/child.h"

namespace gauntlet::integration {

// Far beyond what anything takes that works, also under a sanitizer on a busy machine.
inline constexpr auto kPatience = std::chrono::seconds(60);

// The path of a program of this build.
std::string program(const std::string& name);

// Runs a program to its end.
struct Finished {
  orchestrator::process::ExitStatus status{};
  std::string out{};
  std::string err{};
};
Finished run(const std::vector<std::string>& argv);

// A server_pool that serves, on ports that were free.
class Server {
 public:
  // Adds --base-port 0, unless the arguments name a port, and waits for the ready line. prefix goes
  // before the program: {"prlimit", "--nofile=32"}.
  explicit Server(std::vector<std::string> arguments, std::vector<std::string> prefix = {});
  ~Server();

  std::uint16_t port(std::size_t worker = 0) const { return ready_.ports.at(worker); }
  const contract::ReadyLine& ready() const { return ready_; }
  int pid() const { return ready_.pid; }

  // Sends SIGTERM and waits for the end; fails the test unless the exit code is 0.
  contract::StoppedLine stop();
  // The same without the signal: something else ends it.
  contract::StoppedLine await_stopped();

  orchestrator::process::Child& child() { return *child_; }
  std::string log() const;  // what it has written on stderr so far

 private:
  std::string log_file_;
  std::unique_ptr<orchestrator::process::Child> child_;
  contract::ReadyLine ready_;
};

struct HttpAnswer {
  int status = 0;  // 0: no answer came
  std::string head{};
  std::string body{};

  // The value of a field, "" without one.
  std::string field(std::string_view name) const;
};

// One TCP connection to 127.0.0.1.
class Client {
 public:
  explicit Client(std::uint16_t port);

  // Sends all of it; false when the server does not take it.
  bool send(std::string_view bytes);
  void finish_sending();
  // Ends the connection at once: the server is sent a reset instead of an end.
  void reset();

  // Everything up to and including the end; all that came when the server closes before.
  std::string read_until(std::string_view end);
  std::string read_exactly(std::size_t size);
  // Everything until the server closes.
  std::string read_all();
  // One answer, by its Content-Length; without_body for HEAD.
  HttpAnswer read_answer(bool without_body = false);

  HttpAnswer ask(std::string_view request);

 private:
  bool fill();

  UniqueFd socket_;
  std::string received_{};
};

// A request's text: the head with Host and the given fields ("Range: bytes=0-1\r\n"), then the body
// with its Content-Length, if there is a body.
std::string request(std::string_view method, std::string_view target, std::string_view fields = "",
                    std::string_view body = "");

// One request on a connection of its own.
HttpAnswer ask(std::uint16_t port, std::string_view request);

}  // namespace gauntlet::integration
