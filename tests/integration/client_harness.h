// What the tests of client_pool run: the program itself, and servers that misbehave on purpose.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/unique_fd.h"
#include "contract/reports.h"
#include "orchestrator/process/child.h"
#include "tests/integration/harness.h"

namespace gauntlet::integration {

// Runs client_pool to its end.
Finished run_client(const std::vector<std::string>& arguments);
// The line that --json gives, which must be the only one.
contract::ClientReport report_of(const Finished& client);

// A client_pool that runs, for tests that disturb it.
class ClientRun {
 public:
  explicit ClientRun(const std::vector<std::string>& arguments);

  int pid() const { return child_.pid(); }
  std::vector<int> workers() const;  // pids of its worker processes
  void send_signal(int signal) { child_.send_signal(signal); }
  Finished wait();

 private:
  orchestrator::process::Child child_;
};

// "7000,7001", as --port takes them.
std::string ports_of(const Server& server);

// A server that follows a script, on a port of the kernel's choice: one thread a connection.
class ScriptedServer {
 public:
  // One connection, from the server's side. It ends when the script returns.
  class Session {
   public:
    explicit Session(int socket) : socket_(socket) {}
    // Reads until the text has come; returns all that was read, or what came before the end.
    std::string read_until(std::string_view text);
    void read_to_end() { read_until({}); }
    void say(std::string_view text);
    void reset();  // the client sees ECONNRESET

   private:
    int socket_;
  };
  using Script = std::function<void(Session&)>;

  explicit ScriptedServer(Script script);
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer();

  std::string port() const;
  std::size_t connections();
  // Waits until so many connections have come. False when they do not.
  bool await_connections(std::size_t count);

 private:
  struct Connection {
    UniqueFd socket;
    std::thread thread;
  };
  void serve();

  Script script_;
  UniqueFd listener_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Connection> connections_;
  std::thread acceptor_;
};

// A port at which nobody listens, for as long as this lives.
class DeafPort {
 public:
  DeafPort();
  std::string port() const;

 private:
  UniqueFd socket_;  // bound, never listening
};

}  // namespace gauntlet::integration
