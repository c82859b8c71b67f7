#include "client_pool/client.h"

#include <utility>

namespace gauntlet::client_pool {
namespace {

using Clock = std::chrono::steady_clock;

std::string make_request(const Workspace& work, const Target& target, std::string_view subject) {
  if (work.plan.options.protocol == Protocol::kLine) return work.operation->line_request(subject);
  return work.operation->http_request(target.host, subject);
}

// "GET /files/x", for people.
std::string_view request_line(std::string_view request) {
  const std::string_view line = request.substr(0, request.find_first_of("\r\n"));
  return line.substr(0, line.rfind(" HTTP/"));
}

}  // namespace

Client::Client(Workspace& work, std::size_t number, std::size_t slot,
               std::function<void()> on_settled)
    : work_(work),
      number_(number),
      target_number_(number % work.plan.targets.size()),
      target_(work.plan.targets[target_number_]),
      request_(make_request(work, target_, work.operation->subject(number))),
      redirects_(work.plan.options, target_.host),
      recorder_(work, work.totals.targets[target_.name], work.clients[slot],
                {target_.name, request_line(request_)}),
      exchange_(work, target_number_, recorder_, std::move(on_settled)),
      closed_loop_(work.plan.options) {
  if (!work.plan.save_folder) return;
  saved_.emplace(work.plan.save_folder, number);
  exchange_.answer().save_to(&*saved_);
}

net::Awaitable<void> Client::run() {
  if (work_.open_loop)
    co_await follow_schedule();
  else
    co_await loop();
  const auto now = Clock::now();
  recorder_.done(now);
  if (exchange_.connection().is_open() && work_.plan.options.linger > Duration::zero()) {
    const auto end = now + work_.plan.options.linger;
    co_await wait_until(end);
  }
  exchange_.hang_up();
}

net::Awaitable<void> Client::loop() {
  auto now = Clock::now();
  std::optional<Duration> due = closed_loop_.next(now - work_.start, false);
  while (due && choose_file()) {
    const auto time = work_.start + *due;
    if (time > now) now = co_await wait_until(time);
    co_await request(time, now);
    now = Clock::now();
    due = closed_loop_.next(now - work_.start, failed_);
  }
}

// Takes one planned request after the other, and sends late what it could not send in time: the
// times that users would have seen are measured, not those that suit a slow server.
net::Awaitable<void> Client::follow_schedule() {
  exchange_.settled();
  recorder_.active(Clock::now());
  std::optional<Duration> due;
  if (choose_file()) due = work_.open_loop->next();
  while (due) {
    const auto time = work_.start + *due;
    auto now = Clock::now();
    if (time > now) now = co_await wait_until(time);
    if (now - time <= work_.plan.options.timeout)
      co_await request(time, now);
    else
      recorder_.unsent(time, now);
    due.reset();
    if (choose_file()) due = work_.open_loop->next();
  }
  if (!work_.open_loop->end()) co_return;  // there was no file left
  const auto end = work_.start + *work_.open_loop->end();
  co_await wait_until(end);  // it could have taken more until then
}

// Where each request uses up a made file: takes the next one, unless one is at hand. False: none is
// left.
bool Client::choose_file() {
  if (work_.plan.made_files.empty() || file_) return true;
  const MadeFiles& files = work_.plan.made_files[target_number_];
  file_ = files.take();
  if (!file_) return false;
  request_ = make_request(work_, target_, files.name(*file_));
  recorder_.asks(request_line(request_));
  return true;
}

// The request about the file is over.
void Client::leave_file(bool deleted) {
  if (!file_) return;
  if (deleted) work_.plan.made_files[target_number_].set_gone(*file_);
  file_.reset();
}

// One request, as the user sees it: its time includes connecting where that was needed, and the
// redirects that were followed.
net::Awaitable<void> Client::request(net::SteadyTime due, net::SteadyTime now) {
  recorder_.begin(due, now);
  exchange_.connection().limit(work_.deadlines, now);
  asking_ = request_;
  redirects_.restart();
  const operations::Operation& operation = *work_.operation;
  Verdict verdict;
  do {
    const bool kept = exchange_.connection().is_open();
    verdict = co_await exchange_.run(asking_, operation, now);
    if (server_had_closed(verdict, kept)) {
      exchange_.hang_up();
      now = exchange_.ended();
      verdict = co_await exchange_.run(asking_, operation, now);
    }
    now = exchange_.ended();
  } while (redirected(verdict));
  keep_body(verdict);
  const operations::Operation* const next = operation.follow_up();
  if (verdict && next != nullptr) verdict = co_await follow_up(*next, *verdict);
  exchange_.connection().disarm();
  leave_file(verdict.has_value());
  if (!verdict || !may_keep_connection()) exchange_.hang_up();
  failed_ = !verdict;
  if (verdict)
    recorder_.succeeded(*verdict, exchange_.ended());
  else
    recorder_.failed(verdict.error(), exchange_.ended());
}

// What is asked for behind a good answer, on the same connection where the server keeps it. Its
// time is a part of the request's.
net::Awaitable<Verdict> Client::follow_up(const operations::Operation& next, Verify verified) {
  while (!next.prepare()) co_await asio::post(work_.io, net::use_awaitable);
  Connection& connection = exchange_.connection();
  if (connection.late()) {
    const Failure failure = *connection.failure();
    exchange_.fail(failure);
    co_return tl::unexpected(failure);
  }
  const std::string request = next.http_request(target_.host, next.subject(number_));
  const std::string_view text = request;
  if (!exchange_.answer().keeps_connection()) exchange_.hang_up();
  const auto now = Clock::now();
  Verdict verdict = co_await exchange_.run(text, next, now);
  if (verdict) verdict = verified;
  co_return verdict;
}

// With --save, the body of a good answer.
void Client::keep_body(Verdict& verdict) {
  if (!verdict || !saved_) return;
  auto failure = saved_->finish();
  if (failure) verdict = tl::unexpected(std::move(*failure));
}

// A server may close a kept connection between two requests, and say so with a 408 (RFC 9110,
// 15.5.9); that is no failure of the next request.
bool Client::server_had_closed(const Verdict& verdict, bool kept) const {
  if (verdict || !kept) return false;
  const ErrorKind kind = verdict.error().kind;
  const Answer& answer = exchange_.answer();
  return answer.begun() ? kind == ErrorKind::kStatus && answer.tells_of_timeout()
                        : kind == ErrorKind::kReset;
}

// Whether the answer was a redirect that is followed: then what to ask next is in asking_. One that
// is not says in its verdict where it points.
bool Client::redirected(Verdict& verdict) {
  const std::string_view location = exchange_.answer().location();
  if (verdict || exchange_.progress() != Progress::kDone || location.empty()) return false;
  const auto target = redirects_.follow(target_of(asking_), location);
  if (!target) {
    verdict.error().what += ", " + target.error();
    return false;
  }
  if (!may_keep_connection()) exchange_.hang_up();
  redirected_request_ = with_target(request_, *target);
  asking_ = redirected_request_;
  return true;
}

// After a whole answer.
bool Client::may_keep_connection() const {
  return exchange_.answer().keeps_connection() &&
         work_.plan.options.connection == Reuse::kKeepAlive;
}

net::Awaitable<net::SteadyTime> Client::wait_until(net::SteadyTime time) {
  net::Timer timer(work_.io, time);
  std::error_code ignored;
  auto token = asio::redirect_error(net::use_awaitable, ignored);
  co_await timer.async_wait(token);
  co_return Clock::now();
}

}  // namespace gauntlet::client_pool
