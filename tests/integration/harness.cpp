#include "tests/integration/harness.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/error.h"

namespace gauntlet::integration {
namespace {

using orchestrator::process::Child;
using orchestrator::process::Got;

std::string temporary_file() {
  std::string path = "/tmp/gauntlet-log-XXXXXX";
  const UniqueFd file(::mkstemp(path.data()));
  if (!file) throw_errno("cannot create a log file");
  return path;
}

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::chrono::steady_clock::time_point deadline() {
  return std::chrono::steady_clock::now() + kPatience;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

nlohmann::json read_json_line(Child& child) {
  std::string line;
  const Got got = child.read_line(line, deadline());
  if (got != Got::kLine) throw std::runtime_error("the server wrote no line");
  return nlohmann::json::parse(line);
}

}  // namespace

std::string program(const std::string& name) { return std::string(GAUNTLET_BIN_DIR) + "/" + name; }

Finished run(const std::vector<std::string>& argv) {
  const std::string errors = temporary_file();
  Child child({.argv = argv, .stderr_file = errors});
  child.close_stdin();
  Finished finished;
  const auto status = child.wait(deadline());
  if (!status) ADD_FAILURE() << argv[0] << " did not end in time";
  finished.status = status ? *status : child.kill();
  for (std::string line; child.read_line(line, deadline()) == Got::kLine;)
    finished.out += line + "\n";
  finished.err = content_of(errors);
  ::unlink(errors.c_str());
  return finished;
}

// --- the server ---

Server::Server(std::vector<std::string> arguments, std::vector<std::string> prefix)
    : log_file_(temporary_file()) {
  std::vector<std::string> argv = std::move(prefix);
  argv.push_back(program("server_pool"));
  if (std::find(arguments.begin(), arguments.end(), "--base-port") == arguments.end())
    arguments.insert(arguments.end(), {"--base-port", "0"});
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  child_ = std::make_unique<Child>(
      orchestrator::process::ChildOptions{.argv = std::move(argv), .stderr_file = log_file_});
  try {
    ready_ = contract::ready_from_json(read_json_line(*child_));
  } catch (const std::exception& problem) {
    throw std::runtime_error(fmt::format("{}; its log: {}", problem.what(), log()));
  }
}

Server::~Server() { ::unlink(log_file_.c_str()); }

contract::StoppedLine Server::stop() {
  child_->send_signal(SIGTERM);
  return await_stopped();
}

contract::StoppedLine Server::await_stopped() {
  contract::StoppedLine line = contract::stopped_from_json(read_json_line(*child_));
  const auto status = child_->wait(deadline());
  EXPECT_TRUE(status && status->clean()) << log();
  return line;
}

std::string Server::log() const { return content_of(log_file_); }

// --- the client ---

std::string HttpAnswer::field(std::string_view name) const {
  const std::string wanted = "\r\n" + lower_case(std::string(name)) + ": ";
  const std::size_t at = lower_case(head).find(wanted);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + wanted.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval limit{.tv_sec = std::chrono::seconds(kPatience).count(), .tv_usec = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw_errno(fmt::format("cannot connect to port {}", port));
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void Client::finish_sending() { ::shutdown(socket_.get(), SHUT_WR); }

void Client::reset() {
  const linger now{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  socket_.reset();
}

bool Client::fill() {
  std::array<char, 65536> chunk;
  const ssize_t n = ::recv(socket_.get(), chunk.data(), chunk.size(), 0);
  if (n < 0 && errno == EAGAIN) ADD_FAILURE() << "the server neither answered nor closed in time";
  if (n > 0) received_.append(chunk.data(), static_cast<std::size_t>(n));
  return n > 0;
}

std::string Client::read_until(std::string_view end) {
  std::size_t at = received_.find(end);
  while (at == std::string::npos) {
    if (!fill()) return std::exchange(received_, {});
    at = received_.find(end);
  }
  return read_exactly(at + end.size());
}

std::string Client::read_exactly(std::size_t size) {
  while (received_.size() < size && fill()) {
  }
  std::string bytes = received_.substr(0, size);
  received_.erase(0, bytes.size());
  return bytes;
}

std::string Client::read_all() {
  while (fill()) {
  }
  return std::exchange(received_, {});
}

HttpAnswer Client::read_answer(bool without_body) {
  HttpAnswer answer;
  answer.head = read_until("\r\n\r\n");
  if (!answer.head.starts_with("HTTP/1.1 ")) return answer;
  answer.status = std::stoi(answer.head.substr(9));
  const std::string length = answer.field("Content-Length");
  if (!without_body && !length.empty()) answer.body = read_exactly(std::stoull(length));
  return answer;
}

HttpAnswer Client::ask(std::string_view text) {
  send(text);
  return read_answer(text.starts_with("HEAD "));
}

std::string request(std::string_view method, std::string_view target, std::string_view fields,
                    std::string_view body) {
  std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n{}", method, target, fields);
  if (!body.empty()) text += fmt::format("Content-Length: {}\r\n", body.size());
  return text.append("\r\n").append(body);
}

HttpAnswer ask(std::uint16_t port, std::string_view text) { return Client(port).ask(text); }

}  // namespace gauntlet::integration
