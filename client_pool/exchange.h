// One client's connection, and what goes over it: a request, and the answer to it.
#pragma once

#include <cstddef>
#include <functional>
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
  // target: its place in the plan. recorder outlives it. on_settled is called once: when the first
  // connecting has ended, or by settled().
  Exchange(Workspace& work, std::size_t target, Recorder& recorder,
           std::function<void()> on_settled);

  // Sends the request, with a body where the plan's operation has one, and reads the answer, on the
  // connection that is open or a new one. operation judges the answer; only that of the plan is
  // recorded. now: the time. The request lives until it is sent.
  net::Awaitable<Verdict> run(std::string_view request, const operations::Operation& operation,
                              net::SteadyTime now);

  // The last answer.
  Answer& answer() { return *answer_; }
  const Answer& answer() const { return *answer_; }
  Progress progress() const { return progress_; }
  // When its last byte came, or it failed.
  net::SteadyTime ended() const { return ended_; }
  // Notes that it fails now.
  void fail(const Failure& failure);

  Connection& connection() { return connection_; }
  // Takes a sample of what the kernel knows of the connection.
  void sample_tcp();
  // Closes the connection, and takes the counters that the kernel kept of it.
  void hang_up();
  void settled();

 private:
  net::Awaitable<void> connect();
  net::Awaitable<void> send_body();
  net::Awaitable<void> read();
  void take_what_came();
  void take(std::string_view received, bool end);
  void sending_failed();
  void broke_off(Failure failure);
  Verdict check() const;
  bool broken() const { return progress_ == Progress::kFailed; }
  bool is_main() const { return operation_ == work_.operation.get(); }

  Workspace& work_;
  const std::size_t target_number_;
  const Target& target_;
  Recorder& recorder_;
  std::function<void()> on_settled_;
  Connection connection_;
  const std::unique_ptr<Answer> answer_;
  std::optional<UploadStream> body_;
  const operations::Operation* operation_ = nullptr;  // of the last request
  net::SteadyTime ended_{};
  Progress progress_ = Progress::kMore;
  Failure failure_{};  // with progress_ == kFailed
};

}  // namespace gauntlet::client_pool
