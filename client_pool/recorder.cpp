#include "client_pool/recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/units.h"
#include "wire/http.h"

namespace gauntlet::client_pool {

namespace {

// "404 Not Found", or "799" of a status that nobody knows.
std::string status_text(int status) {
  const std::string_view phrase = wire::reason_phrase(status);
  return fmt::format("{}{}{}", status, phrase.empty() ? "" : " ", phrase);
}

}  // namespace

void Recorder::active(net::SteadyTime now) {
  if (!client_.active) client_.active = std::max(Duration::zero(), since(now));
}

void Recorder::take_up(net::SteadyTime due, net::SteadyTime now) {
  counts_ = due >= work_.counting;
  begun_ = now;
  due_ = work_.open_loop ? due : now;
  bytes_ = 0;
  under_way_ = 0;
  if (counts_ && work_.open_loop) work_.totals.times.late.record(now - due);
}

void Recorder::begin(net::SteadyTime due, net::SteadyTime now) {
  take_up(due, now);
  if (!counts_) return;
  active(now);
  ++work_.totals.schedule.begun;
  work_.totals.schedule.last_begun = since(now);
}

void Recorder::unsent(net::SteadyTime due, net::SteadyTime now) {
  take_up(due, now);
  const std::string patience = format_duration(work_.plan.options.timeout);
  failed({ErrorKind::kUnsent, fmt::format("no client was free within {}", patience)}, now);
}

void Recorder::connected(net::SteadyTime begin, net::SteadyTime now) {
  work_.totals.connected = true;
  ++target_->connections;
  if (counts_) work_.totals.times.connect.record(now - begin);
}

void Recorder::retried() {
  if (counts_) ++work_.totals.retries;
}

void Recorder::sending(net::SteadyTime now) {
  sending_ = now;
  first_byte_ = now;
  flowed_ = now;
  take_back(now);
}

// Bytes were under way since the last time that any moved: a request has no sudden gush at its end
// that would count as a whole within, or without, the span that is asked for later.
void Recorder::flow(std::uint64_t bytes, net::SteadyTime now) {
  if (counts_ && bytes > 0)
    work_.totals.timeline.add(since(flowed_), since(now), {.bytes = static_cast<double>(bytes)});
  bytes_ += bytes;
  flowed_ = now;
}

// The bytes of an attempt that came to nothing do not count.
void Recorder::take_back(net::SteadyTime now) {
  if (counts_ && bytes_ > 0)
    work_.totals.timeline.add(since(begun_), since(now), {.bytes = -static_cast<double>(bytes_)});
  bytes_ = 0;
  under_way_ = 0;
}

void Recorder::received(std::uint64_t bytes, net::SteadyTime now) {
  add(work_.live.bytes, bytes);
  if (bytes > 0) flow(bytes, now);
}

// What went into the socket is on its way until more goes in, or the answer has come.
void Recorder::sent(std::uint64_t bytes, net::SteadyTime now) {
  add(work_.live.bytes, bytes);
  flow(std::exchange(under_way_, bytes), now);
}

// For whoever follows the run.
void Recorder::note_ended(bool ok, std::string_view status, net::SteadyTime now) {
  work_.live_interval->note({.client = number_,
                             .request = asked_.request,
                             .time = now - due_,
                             .ok = ok,
                             .status = status},
                            now - work_.start);
}

void Recorder::note_in_vain(const Failure& failure, net::SteadyTime now) {
  if (!work_.live_interval) return;
  const fmt::format_int status(failure.status);
  note_ended(false, failure.status == 0 ? name_of(failure.kind) : status.c_str(), now);
}

void Recorder::succeeded(Verify verified, int status, net::SteadyTime now) {
  add(work_.live.requests, 1);
  if (work_.live_interval)
    note_ended(true, status == 0 ? "ok" : fmt::format_int(status).c_str(), now);
  flow(std::exchange(under_way_, 0), now);
  contract::Totals& totals = work_.totals;
  if (!counts_) {
    ++totals.warmup_requests;
    return;
  }
  const Duration latency = now - due_;
  totals.times.latency.record(latency);
  totals.times.service.record(now - begun_);
  totals.times.ttfb.record(first_byte_ - sending_);
  totals.timeline.add(since(begun_), since(now), {.requests = 1, .latency_s = to_seconds(latency)});
  totals.verified = std::min(totals.verified, verified);
  ++target_->requests;
  target_->bytes += bytes_;
  target_->latency += latency;
  target_->slowest = std::max(target_->slowest, latency);
  ++client_.requests;
  client_.sum += latency;
}

void Recorder::failed(const Failure& failure, net::SteadyTime now) {
  add(work_.live.failed_requests, 1);
  note_in_vain(failure, now);
  if (!counts_) {
    ++work_.totals.warmup_requests;
    return;
  }
  take_back(now);
  contract::Totals& totals = work_.totals;
  if (!totals.first_error)
    totals.first_error = {
        since(now), fmt::format("{}: {} for {}", asked_.target, failure.what, asked_.request)};
  ++totals.errors[name_of(failure.kind)];
  if (failure.status != 0) ++totals.statuses[status_text(failure.status)];
  ++target_->failed_requests;
  client_.failed = true;
}

void Recorder::rejected(const Failure& failure, net::SteadyTime now) {
  note_in_vain(failure, now);
  if (!counts_) {
    ++work_.totals.warmup_requests;
    return;
  }
  take_back(now);
  ++work_.totals.rejected;
  client_.rejected = true;
}

void Recorder::done(net::SteadyTime now) { client_.done = since(now); }

}  // namespace gauntlet::client_pool
