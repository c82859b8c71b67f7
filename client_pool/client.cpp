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

std::unique_ptr<Answer> make_answer(Workspace& work) {
  if (work.plan.options.protocol == Protocol::kLine)
    return std::make_unique<LineAnswer>(work.operation->line_shape());
  return std::make_unique<HttpAnswer>(work.operation->http_rules(), work.last_head);
}

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
      connection_(work.io),
      answer_(make_answer(work)),
      request_(make_request(work, target_, work.operation->subject(number))),
      redirects_(work.plan.options, target_.host),
      recorder_(work, work.totals.targets[target_.name], work.clients[slot],
                {target_.name, request_line(request_)}),
      closed_loop_(work.plan.options),
      on_settled_(std::move(on_settled)) {
  if (work.operation->sends_body())
    body_.emplace(work.plan.upload_body, work.plan.options.protocol);
  if (!work.plan.save_folder) return;
  saved_.emplace(work.plan.save_folder, number);
  answer_->save_to(&*saved_);
}

net::Awaitable<void> Client::run() {
  if (work_.open_loop)
    co_await follow_schedule();
  else
    co_await loop();
  const auto now = Clock::now();
  recorder_.done(now);
  if (connection_.is_open() && work_.plan.options.linger > Duration::zero()) {
    const auto end = now + work_.plan.options.linger;
    co_await wait_until(end);
  }
  hang_up();
}

net::Awaitable<void> Client::loop() {
  auto now = Clock::now();
  std::optional<Duration> due = closed_loop_.next(now - work_.start, false);
  while (due && choose_file()) {
    const auto time = work_.start + *due;
    if (time > now) now = co_await wait_until(time);
    co_await request(time, now);
    now = Clock::now();
    due = closed_loop_.next(now - work_.start, broken());
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
  connection_.limit(work_.deadlines, now);
  asking_ = request_;
  asked_ = work_.operation.get();
  redirects_.restart();
  Verdict verdict;
  do {
    const bool kept = connection_.is_open();
    verdict = co_await attempt(now);
    if (server_had_closed(verdict, kept)) {
      hang_up();
      verdict = co_await attempt(ended_);
    }
    now = ended_;
  } while (redirected(verdict));
  keep_body(verdict);
  if (verdict && asked_->follow_up() != nullptr) verdict = co_await follow_up(*verdict);
  connection_.disarm();
  leave_file(verdict.has_value());
  if (!verdict || !may_keep_connection()) hang_up();
  if (verdict) {
    recorder_.succeeded(*verdict, ended_);
  } else {
    progress_ = Progress::kFailed;  // also when the check of a whole answer failed
    recorder_.failed(verdict.error(), ended_);
  }
}

// What is asked for behind a good answer, on the same connection where the server keeps it. Its
// time is a part of the request's.
net::Awaitable<Verdict> Client::follow_up(Verify verified) {
  asked_ = asked_->follow_up();
  while (!asked_->prepare()) co_await asio::post(work_.io, net::use_awaitable);
  if (connection_.late()) {
    fail(*connection_.failure());
    co_return tl::unexpected(failure_);
  }
  const std::string request = asked_->http_request(target_.host, asked_->subject(number_));
  asking_ = request;
  if (!answer_->keeps_connection()) hang_up();
  const auto now = Clock::now();
  Verdict verdict = co_await attempt(now);
  asking_ = request_;
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
  return answer_->begun() ? kind == ErrorKind::kStatus && answer_->tells_of_timeout()
                          : kind == ErrorKind::kReset;
}

// Whether the answer was a redirect that is followed: then what to ask next is in asking_. One that
// is not says in its verdict where it points.
bool Client::redirected(Verdict& verdict) {
  if (verdict || progress_ != Progress::kDone || answer_->location().empty()) return false;
  const auto target = redirects_.follow(target_of(asking_), answer_->location());
  if (!target) {
    verdict.error().what += ", " + target.error();
    return false;
  }
  if (!may_keep_connection()) hang_up();
  redirected_request_ = with_target(request_, *target);
  asking_ = redirected_request_;
  return true;
}

// After a whole answer.
bool Client::may_keep_connection() const {
  return answer_->keeps_connection() && work_.plan.options.connection == Reuse::kKeepAlive;
}

net::Awaitable<Verdict> Client::attempt(net::SteadyTime now) {
  progress_ = Progress::kMore;
  answer_->restart();
  if (body_) body_->restart();
  if (!connection_.is_open()) {
    co_await connect();
    now = Clock::now();
  }

  if (!following_up()) recorder_.sending(now);
  // A promise that is not kept would hold the head back for 200 ms.
  const bool body_follows = body_ && !body_->done() && !answer_->invites_body();
  std::string_view unsent = asking_;
  while (!unsent.empty() && progress_ == Progress::kMore && !answer_->begun()) {
    const Io io = connection_.send(unsent, body_follows);
    if (io == Io::kFailed) sending_failed();
    if (io == Io::kWait) co_await connection_.writable();
  }
  if (body_ && !broken()) co_await send_body();
  co_await read();

  if (broken()) co_return tl::unexpected(failure_);
  Verdict verdict = check();
  if (body_ && answer_->created(verdict)) recorder_.created();
  co_return verdict;
}

// Tries the addresses of the target in turn, beginning with the one that connected last.
net::Awaitable<void> Client::connect() {
  const auto begin = Clock::now();
  const std::size_t count = target_.endpoints.size();
  std::size_t& first = work_.addresses[target_number_];
  std::size_t address = first;
  std::optional<Failure> failure;
  if (connection_.late()) failure = connection_.failure();
  for (std::size_t tried = 0; tried < count && !connection_.late(); ++tried) {
    co_await connection_.connect(target_.endpoints[address], work_.plan.options.congestion);
    if (!connection_.failure()) break;
    if (!failure || connection_.late()) failure = connection_.failure();
    connection_.close();
    address = (address + 1) % count;
  }
  // The next connection need not try what failed; after a late address it tries another one.
  if (connection_.is_open() || connection_.late()) first = address;
  if (connection_.is_open()) {
    recorder_.connected(begin, Clock::now());
  } else {
    if (count > 1) failure->what += fmt::format(" (of {} addresses, none connected)", count);
    fail(*failure);
  }
  settled();
}

void Client::settled() {
  if (on_settled_) std::exchange(on_settled_, nullptr)();
}

void Client::sample_tcp() {
  if (!connection_.is_open()) return;
  if (const auto info = connection_.tcp_info()) work_.totals.tcp.sample(*info);
}

void Client::hang_up() {
  if (!connection_.is_open()) return;
  if (const auto info = connection_.tcp_info()) work_.totals.tcp.add(*info);
  connection_.close();
}

// Sends the body, and stops as soon as the server answers: it need not have read all to refuse it.
net::Awaitable<void> Client::send_body() {
  if (answer_->invites_body()) co_await read();
  if (progress_ == Progress::kSendBody) progress_ = Progress::kMore;
  std::uint64_t pause_at = kMostInARow;
  while (!body_->done() && progress_ == Progress::kMore && !answer_->begun()) {
    const std::uint64_t before = body_->content_bytes();
    const Io io = connection_.send(*body_, work_.buffer);
    recorder_.sent(body_->content_bytes() - before, Clock::now());
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
    if (io == Io::kFailed) return broke_off(*connection_.failure());
    take(received, io == Io::kEnd);
    if (broken()) return;
    left -= std::min<std::uint64_t>(left, received.size());
    if (received.size() < work_.buffer.size() || left == 0) return;
  }
}

// The next bytes of the connection, or its end.
void Client::take(std::string_view received, bool end) {
  const bool begun = answer_->begun();
  const std::uint64_t before = answer_->body_bytes();
  progress_ = end ? answer_->end() : answer_->take(received);
  if (broken()) return fail(answer_->failure());
  const auto now = Clock::now();
  ended_ = now;
  if (!begun && answer_->begun() && !following_up()) recorder_.answering(now);
  if (work_.plan.options.operation->flow == contract::Flow::kDown)
    recorder_.received(answer_->body_bytes() - before, now);
}

// The answer that explains a broken connection may have come before the break.
void Client::sending_failed() {
  const Failure failure = *connection_.failure();
  take_what_came();
  if (!answer_->begun()) fail(failure);
}

Verdict Client::check() const {
  Verdict verdict = answer_->check(*asked_);
  if (verdict && body_ && !body_->done())
    verdict = tl::unexpected(
        Failure{ErrorKind::kProtocol, "the server accepted the upload before it was whole"});
  return verdict;
}

// The connection failed while an answer was awaited or read.
void Client::broke_off(Failure failure) {
  if (answer_->begun())
    failure.what += fmt::format(", after {} bytes of the body", answer_->body_bytes());
  fail(failure);
}

void Client::fail(const Failure& failure) {
  progress_ = Progress::kFailed;
  failure_ = failure;
  ended_ = Clock::now();
}

net::Awaitable<net::SteadyTime> Client::wait_until(net::SteadyTime time) {
  net::Timer timer(work_.io, time);
  std::error_code ignored;
  auto token = asio::redirect_error(net::use_awaitable, ignored);
  co_await timer.async_wait(token);
  co_return Clock::now();
}

}  // namespace gauntlet::client_pool
