// The workers of a pool, as threads or as forked processes: how they are started, told to stop, and
// found to have ended. What to do about it is the pool's business.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/unique_fd.h"
#include "contract/reports.h"
#include "metrics/process_stats.h"
#include "net/resolve.h"
#include "server_pool/pool/supervision.h"
#include "server_pool/pool/worker.h"

namespace gauntlet::server_pool::pool {

class Crew {
 public:
  enum class News { kNothing, kReady, kEnded };

  // Binds every listening socket, on one of the addresses of options.host, and keeps it open, so
  // that a worker can be started again on it. Throws Error (kUnable) that names a port that cannot
  // be had. References outlive the crew, and so do the samples; null: nobody asks for them.
  Crew(const ServerOptions& options, net::Addresses addresses,
       const std::vector<redirects::Mirror>& mirrors, const store::Store& store, Counters& counters,
       const metrics::TcpSamples* tcp_samples);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  // Stops what still runs, without grace: processes are killed.
  ~Crew();

  std::size_t size() const { return members_.size(); }
  std::string address() const;               // that all listen on
  std::vector<std::uint16_t> ports() const;  // of worker 0, 1, ...; one for all with kernel balance

  // Starts a worker that does not run. A child process never returns from here.
  void start(std::size_t worker);

  // Becomes readable when hear() has news; -1 for a worker that does not run.
  int control_of(std::size_t worker) const { return members_[worker].control.get(); }
  // What a worker's control socket says. A worker that has ended is reaped.
  News hear(std::size_t worker);

  bool is_ready(std::size_t worker) const { return members_[worker].ready; }
  bool is_running(std::size_t worker) const { return bool{members_[worker].control}; }
  SteadyTime started(std::size_t worker) const { return members_[worker].started; }
  // How its last run ended: "was ended by signal 9 (Killed)", or the exception of a thread.
  const std::string& end_of(std::size_t worker) const { return members_[worker].end; }

  // Has every worker open its access log anew.
  void reopen_logs();
  // Closes the listening sockets and tells every worker to finish what it is at.
  void tell_to_stop();
  // Kills a process, whose end hear() will tell. False for a thread, which cannot be ended.
  bool kill(std::size_t worker);

  contract::WorkerReport report(std::size_t worker) const;
  // The largest of the processes that have ended, and of this one.
  std::uint64_t peak_rss_bytes() const;

 private:
  struct Member {
    UniqueFd listener{};
    std::string host{};  // the address that it listens on
    UniqueFd control{};  // the pool's end; none: it does not run
    pid_t pid = -1;
    std::thread thread{};
    std::string failure{};  // written by the thread, read when it has ended
    SteadyTime started{};
    bool ready = false;
    std::string end{};
    metrics::Usage usage{};  // of the processes that have ended
  };

  WorkerTask task_of(std::size_t worker) const;
  bool forks() const { return options_.mode == Mode::kProcess; }
  void start_thread(std::size_t worker, UniqueFd control);
  void start_process(std::size_t worker, UniqueFd control);
  [[noreturn]] void become_worker(std::size_t worker, int control, pid_t parent);
  void reap(Member& member);

  const ServerOptions& options_;
  const std::vector<redirects::Mirror>& mirrors_;
  const store::Store& store_;
  Counters& counters_;
  const metrics::TcpSamples* tcp_samples_;
  std::vector<Member> members_;
  std::vector<std::uint16_t> ports_;  // of each
};

}  // namespace gauntlet::server_pool::pool
