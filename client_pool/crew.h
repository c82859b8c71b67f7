// The workers of a run: started, released together, heard, and gone with this object.
//
// A worker and the pool talk over a pair of sockets, the same for threads and for processes: the
// worker says "ready\n", hears the start time (8 bytes: nanoseconds of the steady clock, which all
// processes share), and says its result as one line of JSON. One more byte, or the end, stops it.
#pragma once

#include <sys/types.h>

#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/unique_fd.h"
#include "client_pool/worker.h"
#include "contract/live_line.h"

namespace gauntlet::client_pool {

class Crew {
 public:
  // live holds one element a worker. Both must outlive the crew.
  Crew(const Plan& plan, std::span<LiveCounters> live);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew();

  // Starts plan.workers workers. In process mode the calling process must have no other thread.
  // Throws Error (kUnable) when the system does not let it.
  void hire();
  // Of the worker processes, after hire() and before finish(); none in thread mode.
  std::vector<int> pids() const;
  // Waits until every worker is ready, or gone. Throws Error (kUnable) that names who was late.
  void await_ready();
  void start(net::SteadyTime time);
  // Asks all to end at once with what they have, those too that a signal has stopped; processes
  // that do not are killed.
  void stop();

  // Whether any worker has not ended.
  bool busy() const;
  // Listens to the workers until something came from one, from interrupt, or the time has passed.
  // True when interrupt is readable.
  bool listen(int interrupt, std::chrono::milliseconds at_most);
  // After !busy(): reaps all and merges their results. A worker that died has its clients counted
  // as failed.
  WorkerResult finish();

  // How it goes (--live), once every worker that still runs has told it; with what
  // those did that have ended. Nothing before that.
  std::optional<contract::LiveLine> take_live();

 private:
  struct Member {
    UniqueFd control{};  // none: it has ended
    pid_t pid = 0;       // process mode
    std::thread thread{};
    std::string said{};
    contract::LiveLine live{};  // the last one, with what was not told on of those before it
    bool live_is_new = false;   // it was not told on
    std::string ended{};        // how, in words; after reap()
  };

  void start_thread(std::size_t index, UniqueFd control);
  void start_process(std::size_t index, UniqueFd control);
  void hear(Member& member);
  static void hear_live_lines(Member& member);
  void kill_processes();
  void reap();
  WorkerResult result_of(std::size_t index) const;
  WorkerResult result_of_dead(std::size_t index) const;

  const Plan& plan_;
  std::span<LiveCounters> live_;
  std::vector<Member> members_;
  std::optional<net::SteadyTime> stop_deadline_;
};

}  // namespace gauntlet::client_pool
