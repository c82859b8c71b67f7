#include "client_pool/plain_requests.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "net/sockets.h"

namespace gauntlet::client_pool {
namespace {

std::string words_of(int error, std::string_view doing) {
  const bool late = error == EAGAIN || error == EINPROGRESS;
  return fmt::format("{} while {}", late ? "no answer in time" : std::strerror(error), doing);
}

UniqueFd connect_to(const Target& target, Duration patience) {
  const auto microseconds = std::chrono::ceil<std::chrono::microseconds>(patience).count();
  const timeval time{.tv_sec = microseconds / 1'000'000, .tv_usec = microseconds % 1'000'000};
  for (const auto& endpoint : target.endpoints) {
    UniqueFd socket(::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);  // of connect(), too
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    const auto size = static_cast<socklen_t>(endpoint.size());
    if (::connect(socket.get(), endpoint.data(), size) != 0) continue;
    net::send_at_once(socket.get());
    return socket;
  }
  return {};
}

}  // namespace

bool is_readable(int fd) {
  pollfd waiting{fd, POLLIN, 0};
  return ::poll(&waiting, 1, 0) > 0;
}

bool PlainRequests::ask(std::string_view request, Answer& answer, std::string_view doing,
                        UploadStream* body) {
  const bool kept = static_cast<bool>(socket_);
  if (ask_once(request, answer, doing, body)) return true;
  return kept && ask_once(request, answer, doing, body);  // a kept one may have been closed
}

bool PlainRequests::ask_once(std::string_view request, Answer& answer, std::string_view doing,
                             UploadStream* body) {
  if (!connect()) return false;
  answer.restart();
  if (body) body->restart();
  const bool body_follows = body && !body->done() && !answer.invites_body();
  if (!send(request, body_follows, doing)) return false;
  Progress progress = Progress::kSendBody;
  if (!body || answer.invites_body()) progress = read(answer, doing);
  if (body && progress == Progress::kSendBody) {
    if (!send(*body, doing)) return false;
    progress = read(answer, doing);
  }
  if (progress != Progress::kDone) return false;
  if (!answer.keeps_connection()) socket_.reset();
  return true;
}

bool PlainRequests::connect() {
  const Duration left = deadline_ - std::chrono::steady_clock::now();
  if (left <= Duration::zero()) return fail("there was no more time");
  if (!socket_) socket_ = connect_to(target_, std::min(left, plan_.options.timeout));
  return socket_ || fail(words_of(errno, "connecting"));
}

bool PlainRequests::send(std::string_view request, bool more, std::string_view doing) {
  const int flags = MSG_NOSIGNAL | (more ? MSG_MORE : 0);
  const ssize_t sent = ::send(socket_.get(), request.data(), request.size(), flags);
  return sent == static_cast<ssize_t>(request.size()) ||
         fail(words_of(errno, fmt::format("sending {}", doing)));
}

bool PlainRequests::send(UploadStream& body, std::string_view doing) {
  while (!body.done())
    if (body.send_some(socket_.get(), {buffer_.data(), buffer_.size()}) <= 0)
      return fail(words_of(errno, fmt::format("sending the body of {}", doing)));
  return true;
}

// kDone, kSendBody, or kFailed with why().
Progress PlainRequests::read(Answer& answer, std::string_view doing) {
  Progress progress = Progress::kMore;
  while (progress == Progress::kMore) {
    const ssize_t n = ::recv(socket_.get(), buffer_.data(), buffer_.size(), 0);
    if (n < 0) {
      fail(words_of(errno, fmt::format("waiting for {}", doing)));
      return Progress::kFailed;
    }
    const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(n));
    progress = n == 0 ? answer.end() : answer.take(bytes);
  }
  if (progress == Progress::kFailed) fail(answer.failure().what);
  return progress;
}

bool PlainRequests::fail(std::string why) {
  why_ = std::move(why);
  socket_.reset();
  return false;
}

}  // namespace gauntlet::client_pool
