#include "client_pool/plain_requests.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/unique_fd.h"
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
  std::string text(request);
  redirects_.restart();
  while (ask_there(text, answer, doing, body)) {
    if (answer.location().empty()) return true;
    const auto next = redirects_.follow(place_, target_of(text), answer.location());
    if (!next) return true;  // the caller sees its status
    if (next->place != place_) stream_.reset();
    place_ = next->place;
    text = with_host(with_target(text, next->target), plan_.place(place_).host);
  }
  return false;
}

bool PlainRequests::ask_there(std::string_view request, Answer& answer, std::string_view doing,
                              UploadStream* body) {
  const bool kept = stream_.has_value();
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
  if (!answer.keeps_connection()) stream_.reset();
  return true;
}

bool PlainRequests::connect() {
  const Duration left = deadline_ - std::chrono::steady_clock::now();
  if (left <= Duration::zero()) return fail("there was no more time");
  if (stream_) return true;
  const Duration patience = std::min(left, plan_.options.timeout);
  UniqueFd connected = connect_to(plan_.place(place_), patience);
  for (std::size_t i = place_ == home_ ? 1 : 0; !connected && i < plan_.targets.size(); ++i) {
    place_ = (home_ + i) % plan_.targets.size();
    connected = connect_to(plan_.targets[place_], patience);
  }
  if (!connected) return fail(words_of(errno, "connecting"));
  const auto protocol = net::local_endpoint(connected.get()).protocol();
  net::Socket socket(io_, protocol, connected.release());
  socket.native_non_blocking(true);
  stream_.emplace(std::move(socket));
  return true;
}

// Calls until it need not wait, or there is no more time: then -1, with EAGAIN.
template <typename Call>
ssize_t PlainRequests::in_time(short events, Call call) {
  const auto end = std::min(deadline_, std::chrono::steady_clock::now() + plan_.options.timeout);
  for (;;) {
    const ssize_t n = call();
    if (n >= 0 || (errno != EAGAIN && errno != EINTR)) return n;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    std::array<pollfd, 2> waiting{{{stream_->socket(), events, 0}, {interrupt_, POLLIN, 0}}};
    const int wait_ms = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1 << 30));
    const int come = ::poll(waiting.data(), waiting.size(), wait_ms);
    if (come != 0 && waiting[1].revents == 0) continue;
    errno = come == 0 ? EAGAIN : ECANCELED;
    return -1;
  }
}

bool PlainRequests::send(std::string_view request, bool more, std::string_view doing) {
  while (!request.empty()) {
    const ssize_t sent = in_time(POLLOUT, [&] { return stream_->send(request, more); });
    if (sent < 0) return fail(words_of(errno, fmt::format("sending {}", doing)));
    request.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool PlainRequests::send(UploadStream& body, std::string_view doing) {
  const std::span<char> scratch{buffer_.data(), buffer_.size()};
  while (!body.done())
    if (in_time(POLLOUT, [&] { return body.send_some(*stream_, scratch); }) <= 0)
      return fail(words_of(errno, fmt::format("sending the body of {}", doing)));
  return true;
}

// kDone, kSendBody, or kFailed with why().
Progress PlainRequests::read(Answer& answer, std::string_view doing) {
  const std::span<char> buffer{buffer_.data(), buffer_.size()};
  Progress progress = Progress::kMore;
  while (progress == Progress::kMore) {
    const ssize_t n = in_time(POLLIN, [&] { return stream_->receive(buffer); });
    if (n < 0) {
      fail(words_of(errno, fmt::format("waiting for {}", doing)));
      return Progress::kFailed;
    }
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(n));
    progress = n == 0 ? answer.end() : answer.take(bytes);
  }
  if (progress == Progress::kFailed) fail(answer.failure().what);
  return progress;
}

bool PlainRequests::fail(std::string why) {
  why_ = std::move(why);
  stream_.reset();
  return false;
}

}  // namespace gauntlet::client_pool
