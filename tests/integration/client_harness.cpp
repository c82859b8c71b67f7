#include "tests/integration/client_harness.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "net/sockets.h"

namespace gauntlet::integration {
namespace {

std::vector<std::string> argv_of(const std::vector<std::string>& arguments) {
  std::vector<std::string> argv = {program("client_pool")};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return argv;
}

}  // namespace

Finished run_client(const std::vector<std::string>& arguments) { return run(argv_of(arguments)); }

contract::ClientReport report_of(const Finished& client) {
  EXPECT_EQ(std::count(client.out.begin(), client.out.end(), '\n'), 1) << client.err;
  return contract::report_from_json(nlohmann::json::parse(client.out));
}

ClientRun::ClientRun(const std::vector<std::string>& arguments)
    : child_({.argv = argv_of(arguments), .stderr_file = "/dev/null"}) {}

std::vector<int> ClientRun::workers() const {
  std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", child_.pid()));
  std::vector<int> pids;
  for (int child = 0; children >> child;) pids.push_back(child);
  return pids;
}

Finished ClientRun::wait() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  const auto status = child_.wait(deadline);
  if (!status) ADD_FAILURE() << "client_pool did not end in time";
  Finished finished{.status = status ? *status : child_.kill()};
  for (std::string line; child_.read_line(line, deadline) == orchestrator::process::Got::kLine;)
    finished.out += line + "\n";
  return finished;
}

std::string ports_of(const Server& server) {
  return fmt::format("{}", fmt::join(server.ready().ports, ","));
}

std::string ScriptedServer::Session::read_until(std::string_view text) {
  std::string all;
  char bytes[4096];
  while (text.empty() || all.find(text) == std::string::npos) {
    const ssize_t n = ::recv(socket_, bytes, sizeof bytes, 0);
    if (n <= 0) break;
    all.append(bytes, static_cast<std::size_t>(n));
  }
  return all;
}

void ScriptedServer::Session::say(std::string_view text) {
  ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
}

void ScriptedServer::Session::reset() {
  sockaddr nobody{};  // of AF_UNSPEC: breaks the connection off
  ::connect(socket_, &nobody, sizeof nobody);
}

ScriptedServer::ScriptedServer(Script script)
    : script_(std::move(script)), listener_(net::listen_on({})), acceptor_([this] { serve(); }) {}

ScriptedServer::~ScriptedServer() {
  ::shutdown(listener_.get(), SHUT_RDWR);
  acceptor_.join();
  for (Connection& connection : connections_) {
    ::shutdown(connection.socket.get(), SHUT_RDWR);
    connection.thread.join();
  }
}

void ScriptedServer::serve() {
  ::fcntl(listener_.get(), F_SETFL, 0);  // blocking
  for (;;) {
    UniqueFd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!socket) return;
    const std::lock_guard lock(mutex_);
    Connection& connection = connections_.emplace_back();
    connection.socket = std::move(socket);
    connection.thread = std::thread([this, fd = connection.socket.get()] {
      Session session(fd);
      script_(session);
      ::shutdown(fd, SHUT_RDWR);
    });
    changed_.notify_all();
  }
}

std::string ScriptedServer::port() const {
  return std::to_string(net::local_port(listener_.get()));
}

std::size_t ScriptedServer::connections() {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

bool ScriptedServer::await_connections(std::size_t count) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kPatience, [&] { return connections_.size() >= count; });
}

DeafPort::DeafPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw_errno("cannot bind a port");
}

std::string DeafPort::port() const { return std::to_string(net::local_port(socket_.get())); }

}  // namespace gauntlet::integration
