// What this machine's TCP loopback can do, with the least code in the way: the yardstick for
// server_pool and client_pool. Two plain threads a connection, blocking sockets, one file sent
// again and again: by sendfile(2), received into 256 KiB, for upload written again. The file is
// given, so that all who are compared send the same one.
#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/page_buffer.h"
#include "base/program.h"
#include "base/unique_fd.h"
#include "base/units.h"

namespace gauntlet {
namespace {

constexpr std::size_t kBuffer = 256 * kKiB;
constexpr std::size_t kChunk = 2 * kMiB;  // of one sendfile

struct BenchOptions {
  std::string operation = "get";
  unsigned connections = 1;
  Duration duration = std::chrono::seconds(2);
  std::string file{};
  std::string folder = "/dev/shm";  // of uploads
  std::string congestion{};         // empty: the system's
};

std::atomic<bool> stop{false};
std::atomic<std::uint64_t> moved{0};

// The file that is sent.
struct Source {
  UniqueFd file;
  std::size_t bytes;
};

Source open_source(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0) throw_errno("cannot read " + path);
  if (status.st_size == 0)
    throw Error("--file: " + path + " is empty; name one that holds something");
  return {std::move(file), static_cast<std::size_t>(status.st_size)};
}

UniqueFd make_socket(const BenchOptions& options) {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket) throw_errno("cannot create a socket");
  const std::string& name = options.congestion;
  if (!name.empty() && ::setsockopt(socket.get(), IPPROTO_TCP, TCP_CONGESTION, name.data(),
                                    static_cast<socklen_t>(name.size())) != 0)
    throw_errno("cannot use congestion control " + name);
  return socket;
}

// Sends the file over and over until told to stop, or until nobody listens.
void send_files(int socket, const Source& source) {
  while (!stop) {
    off_t at = 0;
    while (static_cast<std::size_t>(at) < source.bytes) {
      const std::size_t left = source.bytes - static_cast<std::size_t>(at);
      if (::sendfile(socket, source.file.get(), &at, std::min(kChunk, left)) <= 0) return;
    }
  }
  ::shutdown(socket, SHUT_WR);
}

void drain(int socket) {
  const PageBuffer buffer(kBuffer);
  for (;;) {
    const ssize_t n = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (n <= 0) return;
    moved += static_cast<std::uint64_t>(n);
  }
}

// Receives one file of so many bytes into path. False when the sender has ended.
bool store_one(int socket, const std::string& path, std::size_t bytes, const PageBuffer& buffer) {
  const UniqueFd file(::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600));
  for (std::size_t left = bytes; file && left > 0;) {
    const ssize_t n = ::recv(socket, buffer.data(), std::min(left, buffer.size()), 0);
    if (n <= 0) return false;
    const auto count = static_cast<std::size_t>(n);
    if (::write(file.get(), buffer.data(), count) != n) return false;
    left -= count;
    moved += count;
  }
  return static_cast<bool>(file);
}

void store(int socket, const std::string& path, std::size_t bytes) {
  const PageBuffer buffer(kBuffer);
  while (store_one(socket, path, bytes, buffer)) ::unlink(path.c_str());
  ::unlink(path.c_str());
}

struct Pair {
  UniqueFd client;
  UniqueFd server;
};

std::vector<Pair> connect_all(const BenchOptions& options) {
  const UniqueFd listener = make_socket(options);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const where = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener.get(), where, length) != 0 || ::listen(listener.get(), SOMAXCONN) != 0 ||
      ::getsockname(listener.get(), where, &length) != 0)
    throw_errno("cannot listen on loopback");
  std::vector<Pair> pairs;
  for (unsigned i = 0; i < options.connections; ++i) {
    UniqueFd client = make_socket(options);
    if (::connect(client.get(), where, length) != 0) throw_errno("cannot connect");
    UniqueFd server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!server) throw_errno("cannot accept");
    pairs.push_back({std::move(client), std::move(server)});
  }
  return pairs;
}

ExitCode measure(const BenchOptions& options) {
  const bool upload = options.operation == "upload";
  ::signal(SIGPIPE, SIG_IGN);  // sendfile(2) has no MSG_NOSIGNAL
  const Source source = open_source(options.file);
  std::vector<Pair> pairs = connect_all(options);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const int sender = (upload ? pairs[i].client : pairs[i].server).get();
    const int receiver = (upload ? pairs[i].server : pairs[i].client).get();
    threads.emplace_back([&source, sender] { send_files(sender, source); });
    threads.emplace_back([&, receiver, i] {
      if (upload)
        store(receiver, fmt::format("{}/loopback_limit.{}.{}", options.folder, ::getpid(), i),
              source.bytes);
      else
        drain(receiver);
    });
  }
  // Bytes that moved while threads were being started do not count.
  const std::uint64_t before = moved;
  const auto start = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(options.duration);
  const std::uint64_t bytes = moved - before;
  const double seconds = to_seconds(std::chrono::steady_clock::now() - start);
  stop = true;
  for (const Pair& pair : pairs) ::shutdown(pair.client.get(), SHUT_RDWR);
  for (std::thread& thread : threads) thread.join();
  fmt::print(R"({{"operation":"{}","connections":{},"bytes":{},"duration_s":{:.6f},)"
             R"("aggregate_Bps":{:.0f}}})"
             "\n",
             options.operation, options.connections, bytes, seconds,
             static_cast<double>(bytes) / seconds);
  return ExitCode::kOk;
}

BenchOptions parse_options(int argc, const char* const* argv) {
  BenchOptions options;
  CLI::App app("What TCP on loopback can do here, with the least code in the way.",
               "loopback_limit");
  add_common(app);
  app.add_option("--operation", options.operation, "What to do like: get or upload")
      ->check(CLI::IsMember({"get", "upload"}))
      ->capture_default_str();
  app.add_option("--connections", options.connections, "Connections at the same time")
      ->check(CLI::Range(1U, 5000U))
      ->capture_default_str();
  add_duration(app, "--duration", options.duration, "How long bytes are counted");
  app.add_option("--file", options.file, "What is sent, again and again")
      ->required()
      ->type_name("FILE");
  app.add_option("--folder", options.folder, "Where uploads are stored, and removed at once")
      ->capture_default_str();
  app.add_option("--congestion", options.congestion, "Congestion control (default: the system's)");
  app.footer(
      "Example:\n  loopback_limit --operation upload --file 100MB.bin --connections 50 --duration "
      "2s");
  parse_command_line(app, argc, argv);
  return options;
}

}  // namespace
}  // namespace gauntlet

int main(int argc, char** argv) {
  return gauntlet::run_program(
      "loopback_limit", [&] { return gauntlet::measure(gauntlet::parse_options(argc, argv)); });
}
