#include "client_pool/uploads.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

namespace gauntlet::client_pool {
namespace {

using Clock = std::chrono::steady_clock;

enum class Outcome {
  kDeleted,
  kGone,     // it is not there any more
  kRefused,  // the server does not delete: asking it again is of no use
};

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
    if (::connect(socket.get(), endpoint.data(), size) == 0) return socket;
  }
  return {};
}

// Asks one target to delete one file after the other, on a connection that is kept where it can be.
class Deleter {
 public:
  Deleter(const Plan& plan, const Target& target, net::SteadyTime deadline)
      : plan_(plan), target_(target), deadline_(deadline) {}

  // client is one whose upload it is.
  Outcome remove(std::size_t client) {
    const std::string request = make_request(client);
    const bool kept = static_cast<bool>(socket_);
    bool answered = ask(request);
    if (!answered && kept) answered = ask(request);  // a kept connection may have been closed
    return answered ? judge() : Outcome::kRefused;
  }
  // After kRefused.
  const std::string& why() const { return why_; }

 private:
  bool speaks_http() const { return plan_.options.protocol == Protocol::kHttp; }

  std::string make_request(std::size_t client) const {
    if (!speaks_http()) return "DELETE " + plan_.upload_body.line_name + "\n";
    const std::string path =
        operations::http_target(plan_.options, upload_name(plan_.options, client));
    return operations::http_head("DELETE", path, target_.host, plan_.options, {});
  }

  Answer& answer() { return speaks_http() ? static_cast<Answer&>(http_) : line_; }

  // Sends a request and reads the answer. False when that fails; then there is no connection.
  bool ask(const std::string& request) {
    const Duration left = deadline_ - Clock::now();
    if (left <= Duration::zero()) return fail("there was no more time");
    if (!socket_) socket_ = connect_to(target_, std::min(left, plan_.options.timeout));
    if (!socket_) return fail(words_of(errno, "connecting"));
    answer().restart();
    const ssize_t sent = ::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(request.size()))
      return fail(words_of(errno, "sending DELETE"));
    Progress progress = Progress::kMore;
    while (progress == Progress::kMore) {
      const ssize_t n = ::recv(socket_.get(), buffer_.data(), buffer_.size(), 0);
      if (n < 0) return fail(words_of(errno, "waiting for DELETE"));
      const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(n));
      progress = n == 0 ? answer().end() : answer().take(bytes);
    }
    if (progress == Progress::kFailed) return fail(answer().failure().what);
    if (!answer().keeps_connection()) socket_.reset();
    return true;
  }

  bool fail(std::string why) {
    why_ = std::move(why);
    socket_.reset();
    return false;
  }

  // A whole answer.
  Outcome judge() {
    if (!speaks_http()) {
      const wire::LineAnswer answer = wire::parse_line_answer(line_.object());
      why_ = answer.reason;
      return answer.ok ? Outcome::kDeleted : Outcome::kRefused;
    }
    const int status = http_.status();
    why_ = fmt::format("it answers DELETE with status {}", status);
    if (status == 200 || status == 202 || status == 204) return Outcome::kDeleted;
    return status == 404 || status == 410 ? Outcome::kGone : Outcome::kRefused;
  }

  const Plan& plan_;
  const Target& target_;
  net::SteadyTime deadline_;
  UniqueFd socket_;
  std::array<char, 16 * kKiB> buffer_{};
  LastHead last_head_;
  HttpAnswer http_{{.method = wire::Method::kDelete}, last_head_};
  LineAnswer line_{LineShape::kObject};
  std::string why_;
};

bool is_readable(int fd) {
  pollfd waiting{fd, POLLIN, 0};
  return ::poll(&waiting, 1, 0) > 0;
}

// The clients with a file of their own at a target. Over the line protocol, where the content gives
// the name, all clients of a target have the same file.
std::vector<std::size_t> owners_at(std::size_t target, const Plan& plan,
                                   const std::vector<Uploaded>& uploaded) {
  std::vector<std::size_t> owners;
  for (std::size_t i = target; i < uploaded.size(); i += plan.targets.size())
    if (uploaded[i] != Uploaded::kNothing) owners.push_back(i);
  if (plan.options.protocol == Protocol::kLine && !owners.empty()) owners.resize(1);
  return owners;
}

}  // namespace

contract::UploadsReport delete_uploads(const Plan& plan, const std::vector<Uploaded>& uploaded,
                                       Duration patience, int interrupt) {
  const auto deadline = Clock::now() + patience;
  contract::UploadsReport report;
  const auto leave = [&](const std::string& why) {
    ++report.left;
    if (report.why.empty()) report.why = why;
  };
  for (std::size_t target = 0; target < plan.targets.size(); ++target) {
    Deleter deleter(plan, plan.targets[target], deadline);
    std::string refusal;
    for (const std::size_t client : owners_at(target, plan, uploaded)) {
      if (uploaded[client] != Uploaded::kCreated) {
        leave("the server did not say that it created them");
        continue;
      }
      if (refusal.empty() && is_readable(interrupt)) refusal = "interrupted";
      const Outcome outcome = refusal.empty() ? deleter.remove(client) : Outcome::kRefused;
      if (outcome == Outcome::kDeleted) ++report.deleted;
      if (outcome != Outcome::kRefused) continue;
      // Targets that serve the same folder have the same file.
      if (plan.options.protocol == Protocol::kLine && report.deleted > 0) continue;
      if (refusal.empty()) refusal = deleter.why();
      leave(refusal);
    }
  }
  return report;
}

}  // namespace gauntlet::client_pool
