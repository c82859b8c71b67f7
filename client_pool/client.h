// One simulated user: connect, ask, check, record, and again until enough was asked.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "client_pool/answer.h"
#include "client_pool/connection.h"
#include "client_pool/pacing.h"
#include "client_pool/workspace.h"

namespace gauntlet::client_pool {

// Must outlive run(), unless the io_context ends first.
class Client {
 public:
  // number counts over all workers, and chooses target and names; slot is its place in the
  // worker's tally. on_first_connect is called once: when its first connecting has ended.
  Client(Workspace& work, std::size_t number, std::size_t slot,
         std::function<void()> on_first_connect);

  net::Awaitable<void> run();

 private:
  net::Awaitable<void> request();
  net::Awaitable<Verdict> attempt();
  net::Awaitable<void> connect();
  net::Awaitable<void> send_body();
  net::Awaitable<void> read();
  net::Awaitable<void> pause(Duration time);

  bool broken() const { return progress_ == Progress::kFailed; }
  void take_what_came();
  void sending_failed();
  Verdict check() const;
  void fail(const Failure& failure);
  bool server_had_closed(const Verdict& verdict, bool kept) const;
  void record(const Verdict& verdict, Duration time);
  void record_failure(const Failure& failure);

  Workspace& work_;
  const Target& target_;
  TargetTally& target_tally_;
  ClientTally& tally_;
  Connection connection_;
  const std::unique_ptr<Answer> answer_;
  const std::string request_;  // its bytes, but for the body
  std::optional<UploadStream> body_;
  Pacing pacing_;
  std::function<void()> on_first_connect_;
  net::SteadyTime answered_;  // when the last byte of the last answer came
  std::uint64_t made_ = 0;
  Progress progress_ = Progress::kMore;
  Failure failure_;  // with progress_ == kFailed
};

}  // namespace gauntlet::client_pool
