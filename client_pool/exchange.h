// One client's connection, and what goes over it: a request, and the answer to it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "client_pool/answer.h"
#include "client_pool/connection.h"
#include "client_pool/recorder.h"
#include "client_pool/workspace.h"

namespace gauntlet::client_pool {

class Exchange {
 public:
  // recorder outlives it.
  Exchange(Workspace& work, Recorder& recorder);

  // Makes a connection to a place of the plan. False: there is none, see failure().
  net::Awaitable<bool> connect(std::size_t place);

  // Sends the request on the connection, with a body where the plan's operation has one, and reads
  // the answer. operation judges the answer; only that of the plan is recorded. now: the time. The
  // request lives until it is sent.
  net::Awaitable<Verdict> run(std::string_view request, const operations::Operation& operation,
                              net::SteadyTime now);
  // The same with an answer that is no operation's, which other reads. False: see failure().
  net::Awaitable<bool> run_aside(std::string_view request, Answer& other);

  // The last answer.
  Answer& answer() { return *answer_; }
  const Answer& answer() const { return *answer_; }
  Progress progress() const { return progress_; }
  const Failure& failure() const { return failure_; }
  // When its last byte came, or it failed.
  net::SteadyTime ended() const { return ended_; }
  // Notes that it fails now.
  void fail(const Failure& failure);

  Connection& connection() { return connection_; }
  const Connection& connection() const { return connection_; }
  // Takes a sample of what the kernel knows of the connection; nothing where none stands.
  std::optional<metrics::TcpInfo> sample_tcp();
  // Closes the connection, and takes the counters that the kernel kept of it.
  void hang_up();

 private:
  bool send_some(std::string_view& head, bool body_follows);
  net::Awaitable<void> send_body();
  net::Awaitable<void> read();
  void take_what_came();
  void take(std::string_view received, bool end);
  void sending_failed();
  void broke_off(Failure failure);
  std::uint64_t count_retransmits(const metrics::TcpInfo& info);
  Verdict check() const;
  bool broken() const { return progress_ == Progress::kFailed; }
  bool is_main() const { return operation_ == work_.operation.get(); }

  Workspace& work_;
  Recorder& recorder_;
  Connection connection_;
  const std::unique_ptr<Answer> own_answer_;
  Answer* answer_;  // that is read: our own, or another one
  std::optional<UploadStream> body_;
  const operations::Operation* operation_ = nullptr;  // of the last request; null: none's
  std::uint32_t counted_retransmits_ = 0;             // of the connection
  net::SteadyTime ended_{};
  Progress progress_ = Progress::kMore;
  Failure failure_{};  // with progress_ == kFailed
};

}  // namespace gauntlet::client_pool
