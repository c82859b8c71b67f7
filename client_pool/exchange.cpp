#include "client_pool/exchange.h"

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
    return std::make_unique<LineAnswer>(work.operation->line_shape(),
                                        work.operation->http_rules().reads_body);
  return std::make_unique<HttpAnswer>(work.operation->http_rules(), work.last_head);
}

}  // namespace

Exchange::Exchange(Workspace& work, Recorder& recorder)
    : work_(work),
      recorder_(recorder),
      connection_(work.io),
      own_answer_(make_answer(work)),
      answer_(own_answer_.get()) {
  connection_.set_packet_size(work.plan.options.packet_size);
  if (work.operation->sends_body())
    body_.emplace(work.plan.upload_body, work.plan.options.protocol);
}

net::Awaitable<Verdict> Exchange::run(std::string_view request,
                                      const operations::Operation& operation, net::SteadyTime now) {
  operation_ = &operation;
  progress_ = Progress::kMore;
  answer_ = own_answer_.get();
  answer_->restart();
  if (body_) body_->restart();

  if (is_main()) recorder_.sending(now);
  // A promise that is not kept would hold the head back for 200 ms.
  const bool body_follows = body_ && !body_->done() && !answer_->invites_body();
  std::string_view unsent = request;
  while (!send_some(unsent, body_follows)) co_await connection_.writable();
  if (body_ && !broken()) co_await send_body();
  co_await read();

  if (broken()) co_return tl::unexpected(failure_);
  Verdict verdict = check();
  if (body_ && answer_->created(verdict)) recorder_.created();
  co_return verdict;
}

net::Awaitable<bool> Exchange::run_aside(std::string_view request, Answer& other) {
  operation_ = nullptr;
  progress_ = Progress::kMore;
  answer_ = &other;
  answer_->restart();
  std::string_view unsent = request;
  while (!send_some(unsent, false)) co_await connection_.writable();
  co_await read();
  answer_ = own_answer_.get();
  co_return !broken();
}

// False: more is to be sent when the socket takes it.
bool Exchange::send_some(std::string_view& head, bool body_follows) {
  while (!head.empty() && progress_ == Progress::kMore && !answer_->begun()) {
    const Io io = connection_.send(head, body_follows);
    if (io == Io::kFailed) sending_failed();
    if (io == Io::kWait) return false;
  }
  return true;
}

// Tries the addresses of the place in turn, beginning with the one that connected last.
net::Awaitable<bool> Exchange::connect(std::size_t place) {
  const auto begin = Clock::now();
  const auto& endpoints = work_.plan.place(place).endpoints;
  const std::size_t count = endpoints.size();
  std::size_t& first = work_.addresses[place];
  std::size_t address = first;
  std::optional<Failure> failure;
  if (connection_.late()) failure = connection_.failure();
  for (std::size_t tried = 0; tried < count && !connection_.late(); ++tried) {
    co_await connection_.connect(endpoints[address], work_.plan.options.congestion);
    if (!connection_.failure()) break;
    if (!failure || connection_.late()) failure = connection_.failure();
    connection_.close();
    address = (address + 1) % count;
  }
  // The next connection need not try what failed; after a late address it tries another one.
  if (connection_.is_open() || connection_.late()) first = address;
  if (connection_.is_open()) {
    recorder_.connected(begin, Clock::now());
    co_return true;
  }
  recorder_.refused();
  if (count > 1) failure->what += fmt::format(" (of {} addresses, none connected)", count);
  fail(*failure);
  co_return false;
}

std::optional<metrics::TcpInfo> Exchange::sample_tcp() {
  if (!connection_.is_open()) return std::nullopt;
  const auto info = connection_.tcp_info();
  const bool stands = info && info->rtt_us > 0;
  if (!stands) return std::nullopt;
  work_.totals.tcp.sample(*info);
  if (work_.live_interval) work_.live_interval->note(*info, count_retransmits(*info));
  return info;
}

void Exchange::hang_up() {
  if (!connection_.is_open()) return;
  if (const auto info = connection_.tcp_info()) {
    work_.totals.tcp.add(*info);
    if (work_.live_interval) work_.live_interval->note_end_of_connection(count_retransmits(*info));
  }
  counted_retransmits_ = 0;
  connection_.close();
}

// Those that are new since the last time.
std::uint64_t Exchange::count_retransmits(const metrics::TcpInfo& info) {
  return info.retransmits - std::exchange(counted_retransmits_, info.retransmits);
}

// Sends the body, and stops as soon as the server answers: it need not have read all to refuse it.
net::Awaitable<void> Exchange::send_body() {
  if (answer_->invites_body()) co_await read();
  if (progress_ == Progress::kSendBody) progress_ = Progress::kMore;
  const std::uint64_t most_in_a_row = connection_.turn(kMostInARow);
  std::uint64_t pause_at = most_in_a_row;
  while (!body_->done() && progress_ == Progress::kMore && !answer_->begun()) {
    const std::uint64_t before = body_->content_bytes();
    const Io io = connection_.send(*body_, work_.buffer);
    recorder_.sent(body_->content_bytes() - before, Clock::now());
    if (io == Io::kFailed) sending_failed();
    if (io == Io::kWait || body_->content_bytes() >= pause_at) {
      co_await connection_.readable_or_writable();
      take_what_came();
      pause_at = body_->content_bytes() + most_in_a_row;
    }
  }
}

// Reads until the answer is whole, broken, or asks for the body.
net::Awaitable<void> Exchange::read() {
  while (progress_ == Progress::kMore) {
    co_await connection_.readable();
    take_what_came();
  }
}

// Reads what there is, within limits.
void Exchange::take_what_came() {
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
void Exchange::take(std::string_view received, bool end) {
  const bool begun = answer_->begun();
  const std::uint64_t before = answer_->body_bytes();
  progress_ = end ? answer_->end() : answer_->take(received);
  if (broken()) return fail(answer_->failure());
  const auto now = Clock::now();
  ended_ = now;
  if (!begun && answer_->begun() && is_main()) recorder_.answering(now);
  if (operation_ != nullptr && work_.plan.options.operation->flow == contract::Flow::kDown)
    recorder_.received(answer_->body_bytes() - before, now);
}

// The answer that explains a broken connection may have come before the break.
void Exchange::sending_failed() {
  const Failure failure = *connection_.failure();
  take_what_came();
  if (!answer_->begun()) fail(failure);
}

Verdict Exchange::check() const {
  Verdict verdict = answer_->check(*operation_);
  if (verdict && body_ && !body_->done())
    verdict = tl::unexpected(
        Failure{ErrorKind::kProtocol, "the server accepted the upload before it was whole"});
  return verdict;
}

// The connection failed while an answer was awaited or read.
void Exchange::broke_off(Failure failure) {
  if (answer_->begun())
    failure.what += fmt::format(", after {} bytes of the body", answer_->body_bytes());
  fail(failure);
}

void Exchange::fail(const Failure& failure) {
  progress_ = Progress::kFailed;
  failure_ = failure;
  ended_ = Clock::now();
}

}  // namespace gauntlet::client_pool
