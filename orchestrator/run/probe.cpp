#include "orchestrator/run/probe.h"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/unique_fd.h"

namespace gauntlet::orchestrator::run {
namespace {

constexpr int kPatienceMs = 500;  // for a connection, and for an answer

using Addresses = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

Addresses addresses_of(const Url& url) {
  addrinfo wanted{};
  wanted.ai_flags = AI_NUMERICSERV;
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const bool in_brackets = url.host.starts_with('[');  // an address of IPv6
  const std::string host = in_brackets ? url.host.substr(1, url.host.size() - 2) : url.host;
  const std::string port = std::to_string(url.port);
  if (const int error = ::getaddrinfo(host.c_str(), port.c_str(), &wanted, &found); error != 0)
    throw Error(fmt::format("'{}' has no address: {}", url.host, ::gai_strerror(error)),
                ExitCode::kUnable);
  return {found, ::freeaddrinfo};
}

bool is_due(int fd, short what) {
  pollfd waiting{fd, what, 0};
  return ::poll(&waiting, 1, kPatienceMs) == 1;
}

// Nothing where nobody takes it.
UniqueFd connect_to(const Url& url, const process::Place& from) {
  const Addresses addresses = addresses_of(url);
  for (const addrinfo* at = addresses.get(); at != nullptr; at = at->ai_next) {
    UniqueFd socket = process::socket_in(from, at->ai_family);
    if (!socket) continue;
    if (::connect(socket.get(), at->ai_addr, at->ai_addrlen) == 0) return socket;
    if (errno != EINPROGRESS || !is_due(socket.get(), POLLOUT)) continue;
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error == 0) return socket;
  }
  return UniqueFd();
}

// HTTP/1.0, so that the server closes and needs nothing but the first line from us.
bool answers(const Url& url, const process::Place& from) {
  const UniqueFd socket = connect_to(url, from);
  if (!socket) return false;
  const std::string request =
      fmt::format("GET {} HTTP/1.0\r\nHost: {}\r\n\r\n", url.target, url.host);
  if (::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size()))
    return false;
  constexpr std::size_t kStatusAt = 9;  // "HTTP/1.1 200"
  std::string answer;
  std::array<char, 64> chunk{};
  while (answer.size() <= kStatusAt && is_due(socket.get(), POLLIN)) {
    const ssize_t size = ::recv(socket.get(), chunk.data(), chunk.size(), 0);
    if (size <= 0) break;
    answer.append(chunk.data(), static_cast<std::size_t>(size));
  }
  return answer.starts_with("HTTP/1.") && answer.size() > kStatusAt && answer[kStatusAt] >= '1' &&
         answer[kStatusAt] <= '4';
}

}  // namespace

Probe::Probe(Readiness readiness, std::string log)
    : readiness_(std::move(readiness)), log_(std::move(log)) {
  if (readiness_.by == ReadyBy::kLine) pattern_ = std::regex(readiness_.pattern);
}

bool Probe::is_ready() {
  switch (readiness_.by) {
    case ReadyBy::kPort:
      return static_cast<bool>(connect_to(readiness_.url, readiness_.place));
    case ReadyBy::kAnswer:
      return answers(readiness_.url, readiness_.place);
    case ReadyBy::kLine:
      break;
  }
  return has_line();
}

// Of a long line only the beginning is looked at: the library's search is recursive.
bool Probe::has_line() {
  constexpr std::size_t kLongest = 2000;
  std::ifstream file(log_, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(read_));
  std::array<char, 65536> chunk;
  file.read(chunk.data(), chunk.size());
  const std::string_view text(chunk.data(), static_cast<std::size_t>(file.gcount()));
  read_ += text.size();
  for (const char c : text) {
    if (c != '\n') {
      if (line_.size() < kLongest) line_ += c;
      continue;
    }
    if (std::regex_search(line_, pattern_)) return true;
    line_.clear();
  }
  return false;
}

}  // namespace gauntlet::orchestrator::run
