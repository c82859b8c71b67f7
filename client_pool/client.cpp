#include "client_pool/client.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gauntlet::client_pool {
namespace {

using Clock = std::chrono::steady_clock;
using Io = Connection::Io;

// What one client sends or reads before the others of its worker have their turn.
constexpr std::uint64_t kMostInARow = 4 * kMiB;

std::unique_ptr<Answer> make_answer(const Workspace& work) {
  if (work.plan.options.protocol == Protocol::kLine)
    return std::make_unique<LineAnswer>(work.operation->line_shape());
  return std::make_unique<HttpAnswer>(work.operation->http_rules());
}

std::string make_request(const Workspace& work, const Target& target, std::size_t client) {
  if (work.plan.options.protocol == Protocol::kLine) return work.operation->line_request();
  return work.operation->http_request(target.name, client);
}

// "GET /files/x", for people.
std::string_view request_line(std::string_view request) {
  const std::string_view line = request.substr(0, request.find_first_of("\r\n"));
  return line.substr(0, line.rfind(" HTTP/"));
}

}  // namespace

Client::Client(Workspace& work, std::size_t number, std::size_t slot,
               std::function<void()> on_first_connect)
    : work_(work),
      target_(work.plan.targets[number % work.plan.targets.size()]),
      target_tally_(work.tally.targets[number % work.plan.targets.size()]),
      tally_(work.tally.clients[slot]),
      connection_(work.io),
      answer_(make_answer(work)),
      request_(make_request(work, target_, number)),
      pacing_(work.plan.options.requests, work.plan.options.min_duration),
      on_first_connect_(std::move(on_first_connect)) {
  if (work.operation->sends_body())
    body_.emplace(work.plan.upload_body, work.plan.options.protocol);
}

net::Awaitable<void> Client::run() {
  while (pacing_.another(made_, Clock::now() - work_.start)) {
    co_await request();
    const Duration pause_time = broken() ? pacing_.pause_after_failure() : Duration::zero();
    if (pause_time > Duration::zero()) co_await pause(pause_time);
  }
  connection_.close();
  tally_.done_s = to_seconds(Clock::now() - work_.start);
}

// One request, as the user sees it: its time includes connecting where that was needed.
net::Awaitable<void> Client::request() {
  const auto begin = Clock::now();
  connection_.limit(work_.deadlines, begin);
  const bool kept = connection_.is_open();
  Verdict verdict = co_await attempt();
  if (server_had_closed(verdict, kept)) {
    connection_.close();
    verdict = co_await attempt();
  }
  connection_.disarm();
  const bool again =
      verdict && answer_->keeps_connection() && work_.plan.options.connection == Reuse::kKeepAlive;
  if (!again) connection_.close();
  record(verdict, answered_ - begin);
}

// A server may close a kept connection between two requests; that is no failure.
bool Client::server_had_closed(const Verdict& verdict, bool kept) const {
  return !verdict && kept && verdict.error().kind == ErrorKind::kReset && !answer_->begun();
}

net::Awaitable<Verdict> Client::attempt() {
  progress_ = Progress::kMore;
  answer_->restart();
  if (!connection_.is_open()) co_await connect();

  const bool body_follows = body_ && !answer_->invites_body();
  std::string_view unsent = request_;
  while (!unsent.empty() && progress_ == Progress::kMore && !answer_->begun()) {
    const Io io = connection_.send(unsent, body_follows);
    if (io == Io::kFailed) sending_failed();
    if (io == Io::kWait) co_await connection_.writable();
  }
  if (body_ && !broken()) co_await send_body();
  co_await read();
  answered_ = Clock::now();

  if (broken()) co_return tl::unexpected(failure_);
  co_return check();
}

net::Awaitable<void> Client::connect() {
  co_await connection_.connect(target_.endpoint, work_.plan.options.congestion);
  if (connection_.failure())
    fail(*connection_.failure());
  else
    work_.tally.connected = true;
  if (on_first_connect_) std::exchange(on_first_connect_, nullptr)();
}

// Sends the body, and stops as soon as the server answers: it need not have read all to refuse it.
net::Awaitable<void> Client::send_body() {
  body_->restart();
  if (answer_->invites_body()) co_await read();
  if (progress_ == Progress::kSendBody) progress_ = Progress::kMore;
  std::uint64_t pause_at = kMostInARow;
  while (!body_->done() && progress_ == Progress::kMore && !answer_->begun()) {
    const std::uint64_t before = body_->content_bytes();
    const Io io = connection_.send(*body_, work_.buffer);
    add(work_.live.bytes, body_->content_bytes() - before);
    if (io == Io::kFailed) sending_failed();
    if (io == Io::kWait || body_->content_bytes() >= pause_at) {
      co_await connection_.readable_or_writable();
      take_what_came();
      pause_at = body_->content_bytes() + kMostInARow;
    }
  }
}

// Reads until the answer is whole, broken, or asks for the body.
net::Awaitable<void> Client::read() {
  while (progress_ == Progress::kMore) {
    co_await connection_.readable();
    take_what_came();
  }
}

// Reads what there is, within limits.
void Client::take_what_came() {
  std::uint64_t left = kMostInARow;
  while (progress_ == Progress::kMore) {
    std::string_view received;
    const Io io = connection_.receive(work_.buffer, received);
    if (io == Io::kWait) return;
    if (io == Io::kFailed) return fail(*connection_.failure());
    progress_ = io == Io::kEnd ? answer_->end() : answer_->take(received);
    if (broken()) return fail(answer_->failure());
    if (!body_) add(work_.live.bytes, received.size());
    left -= std::min<std::uint64_t>(left, received.size());
    if (received.size() < work_.buffer.size() || left == 0) return;
  }
}

// The answer that explains a broken connection may have come before the break.
void Client::sending_failed() {
  const Failure failure = *connection_.failure();
  take_what_came();
  if (!answer_->begun()) fail(failure);
}

Verdict Client::check() const {
  Verdict verdict = answer_->check(*work_.operation);
  if (verdict && body_ && !body_->done())
    verdict = tl::unexpected(
        Failure{ErrorKind::kProtocol, "the server accepted the upload before it was whole"});
  return verdict;
}

void Client::fail(const Failure& failure) {
  progress_ = Progress::kFailed;
  failure_ = failure;
}

net::Awaitable<void> Client::pause(Duration time) {
  net::Timer timer(work_.io, time);
  std::error_code ignored;
  auto token = asio::redirect_error(net::use_awaitable, ignored);
  co_await timer.async_wait(token);
}

void Client::record(const Verdict& verdict, Duration time) {
  ++made_;
  if (!verdict) return record_failure(verdict.error());
  const std::uint64_t bytes = body_ ? work_.plan.upload_body.size : answer_->body_bytes();
  work_.tally.latency.record(time);
  work_.tally.verified = std::min(work_.tally.verified, *verdict);
  ++target_tally_.requests;
  target_tally_.bytes += bytes;
  ++tally_.requests;
  tally_.sum_s += to_seconds(time);
  add(work_.live.requests, 1);
}

void Client::record_failure(const Failure& failure) {
  progress_ = Progress::kFailed;  // also when the check of a whole answer failed
  if (work_.tally.first_error.empty()) {
    work_.tally.first_error =
        fmt::format("{}: {} for {}", target_.name, failure.what, request_line(request_));
    work_.tally.first_error_s = to_seconds(Clock::now() - work_.start);
  }
  ++work_.tally.errors[static_cast<std::size_t>(failure.kind)];
  ++target_tally_.failed_requests;
  tally_.failed = true;
  add(work_.live.failed_requests, 1);
}

}  // namespace gauntlet::client_pool
