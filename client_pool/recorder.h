// What one client notes of its requests: the one place that counts them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "client_pool/answer.h"
#include "client_pool/failure.h"
#include "client_pool/tally.h"
#include "client_pool/workspace.h"
#include "net/asio.h"
#include "net/deadlines.h"

namespace gauntlet::client_pool {

// Calls come in the order of a request's life, after asks: begin, [connected,] sending, answering,
// sent and received, then succeeded or failed. Of requests that were due during the warm-up only
// their number is kept.
class Recorder {
 public:
  // number: the client's, from 0.
  Recorder(Workspace& work, ClientTally& client, std::size_t number)
      : work_(work), client_(client), number_(number) {}

  // The requests from now on go to that target, and count for it.
  void asks_at(std::string_view name) {
    asked_.target = name;
    target_ = &work_.totals.targets[std::string(name)];
  }
  // The requests from now on are this one.
  void asks(std::string_view request) { asked_.request = request; }

  // The client can take requests from now on.
  void active(net::SteadyTime now);
  void begin(net::SteadyTime due, net::SteadyTime now);
  // No connection could be made.
  void refused() { ++target_->refused; }
  // A connection stands, which was begun at begin.
  void connected(net::SteadyTime begin, net::SteadyTime now);
  // It has failed, and is tried once more.
  void retried();
  // The request begins to be sent, perhaps once more.
  void sending(net::SteadyTime now);
  // The answer's first byte has come.
  void answering(net::SteadyTime now) { first_byte_ = now; }
  // So much of a body came, since the last time that something came.
  void received(std::uint64_t bytes, net::SteadyTime now);
  // So much of a body went into the socket.
  void sent(std::uint64_t bytes, net::SteadyTime now);

  // status: of the answer; 0: its protocol has none.
  void succeeded(Verify verified, int status, net::SteadyTime now);
  void failed(const Failure& failure, net::SteadyTime now);
  // The server had no room for it: neither succeeded nor failed.
  void rejected(const Failure& failure, net::SteadyTime now);
  // Instead of begin and what follows: it was due too long ago.
  void unsent(net::SteadyTime due, net::SteadyTime now);
  // The server has a file that it had not before.
  void created() { client_.created = true; }
  // The client makes no more requests.
  void done(net::SteadyTime now);

 private:
  // The time since the end of the warm-up.
  Duration since(net::SteadyTime time) const { return time - work_.counting; }
  void take_up(net::SteadyTime due, net::SteadyTime now);
  void flow(std::uint64_t bytes, net::SteadyTime now);
  void take_back(net::SteadyTime now);
  void note_in_vain(const Failure& failure, net::SteadyTime now);
  void note_ended(bool ok, std::string_view status, net::SteadyTime now);

  Workspace& work_;
  contract::TargetTotals* target_ = nullptr;
  ClientTally& client_;
  std::size_t number_;
  // What the client asks for and where, for people.
  struct {
    std::string_view target;
    std::string_view request;
  } asked_{};
  bool counts_ = false;          // the request; else it is of the warm-up
  net::SteadyTime due_;          // the time from which users count
  net::SteadyTime begun_;        // when the client turned to it
  net::SteadyTime sending_;      // when its first byte went out
  net::SteadyTime first_byte_;   // of the answer
  net::SteadyTime flowed_;       // up to when bytes stand in the timeline
  std::uint64_t bytes_ = 0;      // that do
  std::uint64_t under_way_ = 0;  // sent, but not in the timeline yet
};

}  // namespace gauntlet::client_pool
