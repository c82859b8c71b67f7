#include "client_pool/client.h"

#include <fmt/format.h>

#include <utility>

#include "wire/url.h"

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
      home_(number % work.plan.targets.size()),
      place_(home_),
      on_settled_(std::move(on_settled)),
      redirects_(work.plan),
      recorder_(work, work.clients[slot], number),
      exchange_(work, recorder_),
      closed_loop_(work.plan.options) {
  recorder_.asks_at(target().name);
  write_request();
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
  hang_up();
}

void Client::settled() {
  if (on_settled_) std::exchange(on_settled_, nullptr)();
}

// Its next connection is made to its own target again.
void Client::hang_up() {
  exchange_.hang_up();
  sent_to_.reset();
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
  settled();
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
  file_ = work_.plan.made_files[home_].take();
  if (!file_) return false;
  write_request();
  return true;
}

// The request about the file is over.
void Client::leave_file(bool deleted) {
  if (!file_) return;
  if (deleted) work_.plan.made_files[home_].set_gone(*file_);
  file_.reset();
}

// The request as its place is asked, for the operation's subject or the made file at hand.
void Client::write_request() {
  const operations::Operation& operation = *work_.operation;
  request_ =
      make_request(work_, target(),
                   file_ ? work_.plan.made_files[home_].name(*file_) : operation.subject(number_));
  recorder_.asks(request_line(request_));
}

void Client::asks_at(std::size_t place) {
  if (std::exchange(place_, place) == place) return;
  redirected_request_.clear();
  recorder_.asks_at(target().name);
  write_request();
}

// Where another target stood in for its own, which takes connections again.
void Client::go_home(net::SteadyTime now) {
  const bool away = place_ != home_ && !sent_to_;
  if (away && work_.availability.calls_back(home_, now)) hang_up();
}

// Connects to where a redirect has sent it, to its own target, or while that refuses, to another
// one; a retry begins with another target. False: none takes connections, or one leaves it waiting.
net::Awaitable<bool> Client::connect(net::SteadyTime now) {
  Availability& available = work_.availability;
  const std::size_t first = (home_ + retries_) % work_.plan.targets.size();
  asks_at(sent_to_ ? *sent_to_ : available.choose(first, now).value_or(first));
  for (;;) {
    const bool connected = co_await exchange_.connect(place_);
    settled();
    if (connected && (sent_to_ || !asks_where())) break;
    if (connected) {
      const bool answered = co_await ask_where();
      if (!answered) co_return false;
      if (!sent_to_) break;
      asks_at(*sent_to_);
      continue;
    }
    if (!sent_to_) available.refuses(place_, Clock::now());
    sent_to_.reset();
    if (exchange_.connection().late()) co_return false;
    const auto next = available.choose(first, Clock::now());
    if (!next) co_return false;
    asks_at(*next);
  }
  if (!sent_to_) available.takes(place_);
  co_return true;
}

// Whether its target may know a better place, which only the line protocol has to be asked for.
bool Client::asks_where() const {
  return work_.plan.options.protocol == Protocol::kLine && !work_.plan.redirect_to.empty();
}

// Asks the target where to go, and leaves it if that is elsewhere. False: it did not say.
net::Awaitable<bool> Client::ask_where() {
  constexpr std::string_view kWhere = "WHERE\n";
  LineAnswer said(LineShape::kObject);
  const bool read = co_await exchange_.run_aside(kWhere, said);
  if (!read) co_return false;
  const wire::LineAnswer answer = wire::parse_line_answer(said.object());
  if (answer.ok) co_return true;
  const auto place = redirects_.follow(answer.redirect);
  if (place) {
    exchange_.hang_up();
    sent_to_ = *place;
    co_return true;
  }
  const std::string why = answer.redirect.empty() ? answer.reason : place.error();
  exchange_.fail({ErrorKind::kStatus, fmt::format("WHERE: {}", why)});
  co_return false;
}

// One request, as the user sees it: its time includes connecting where that was needed, the
// redirects that were followed and what was tried in vain before.
net::Awaitable<void> Client::request(net::SteadyTime due, net::SteadyTime now) {
  recorder_.begin(due, now);
  exchange_.connection().limit(work_.deadlines, now);
  go_home(now);
  retries_ = 0;
  redirects_.restart();
  redirected_request_.clear();
  const operations::Operation& operation = *work_.operation;
  const operations::Operation* const next = operation.follow_up();
  Verdict verdict;
  for (;;) {
    const bool kept = exchange_.connection().is_open();
    bool connected = kept;
    if (!kept) {
      connected = co_await connect(now);
      now = Clock::now();
    }
    if (!connected) verdict = tl::unexpected(exchange_.failure());
    const std::string_view text =
        with_cookies(redirected_request_.empty() ? request_ : redirected_request_);
    if (connected) verdict = co_await exchange_.run(text, operation, now);
    if (connected) keep_cookies();
    now = exchange_.ended();
    if (server_had_closed(verdict, kept)) {
      hang_up();
    } else if (!redirected(verdict)) {
      keep_body(verdict);
      if (verdict && next != nullptr) verdict = co_await follow_up(*next, *verdict);
      if (!tries_again(verdict)) break;
      now = co_await before_retry();
    }
  }
  exchange_.connection().disarm();
  leave_file(verdict.has_value());
  if (!verdict || !may_keep_connection()) hang_up();
  failed_ = !verdict;
  if (verdict)
    recorder_.succeeded(*verdict, exchange_.answer().status(), exchange_.ended());
  else if (verdict.error().kind == ErrorKind::kRejected)
    recorder_.rejected(verdict.error(), exchange_.ended());
  else
    recorder_.failed(verdict.error(), exchange_.ended());
}

// Whether a request that has failed is tried once more: another server, or the same a moment later,
// may do what this one could not.
bool Client::tries_again(const Verdict& verdict) const {
  if (verdict || retries_ == work_.plan.options.retries || exchange_.connection().late())
    return false;
  const auto& [kind, what, status] = verdict.error();
  if (kind == ErrorKind::kStatus || kind == ErrorKind::kRejected)
    return status == 502 || status == 503 || status == 504;
  return exchange_.progress() == Progress::kFailed &&
         (kind == ErrorKind::kRefused || kind == ErrorKind::kReset ||
          kind == ErrorKind::kShortBody);
}

// Makes the request new, after a moment: a server that is being killed takes connections to the
// last, and one that is being started may take them then.
net::Awaitable<net::SteadyTime> Client::before_retry() {
  constexpr Duration kPause = std::chrono::milliseconds(100);
  ++retries_;
  recorder_.retried();
  hang_up();
  redirects_.restart();
  redirected_request_.clear();
  const auto later = exchange_.ended() + kPause;
  const auto now = co_await wait_until(later);
  co_return now;
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
  if (!exchange_.answer().keeps_connection()) {
    hang_up();
    const auto begin = Clock::now();
    const bool connected = co_await connect(begin);
    if (!connected) co_return tl::unexpected(exchange_.failure());
  }
  const std::string request = next.http_request(target().host, next.subject(number_));
  const std::string_view text = with_cookies(request);
  const auto now = Clock::now();
  Verdict verdict = co_await exchange_.run(text, next, now);
  keep_cookies();
  if (verdict) verdict = verified;
  if (!verdict) verdict.error().what.insert(0, "of its report: ");
  co_return verdict;
}

// The head of a request to the place at hand, with the cookies that its host has given. Lives until
// the next call.
std::string_view Client::with_cookies(std::string_view head) {
  if (!work_.plan.options.cookies) return head;
  cookie_request_ = cookies_.in_head(head, wire::host_of_field(target().host));
  return cookie_request_.empty() ? head : cookie_request_;
}

void Client::keep_cookies() {
  if (!work_.plan.options.cookies) return;
  for (const std::string& each : exchange_.answer().set_cookies())
    cookies_.take(wire::host_of_field(target().host), each);
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

// Whether the answer was a redirect that is followed: then the request at hand is its next try. One
// that is not says in its verdict where it points.
bool Client::redirected(Verdict& verdict) {
  const std::string_view location = exchange_.answer().location();
  if (verdict || exchange_.progress() != Progress::kDone || location.empty()) return false;
  const std::string_view asked = redirected_request_.empty() ? request_ : redirected_request_;
  const auto next = redirects_.follow(place_, target_of(asked), location);
  if (!next) {
    verdict.error().what += ", " + next.error();
    return false;
  }
  if (next->place != place_) {
    hang_up();
    sent_to_ = next->place;
    asks_at(next->place);
  } else if (!may_keep_connection()) {
    exchange_.hang_up();
  }
  redirected_request_ = with_target(request_, next->target);
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
