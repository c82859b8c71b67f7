// The connections that a worker has, some of which are sampled (metrics/tcp_samples.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>

#include "metrics/tcp_samples.h"

namespace gauntlet::server_pool {

// Not thread-safe.
class TcpWatch {
 public:
  // The block is the worker's. workers: of the pool, which share what may be sampled at a time.
  TcpWatch(metrics::TcpSampleBlock block, std::size_t worker, std::size_t workers);

  // Takes a sample of each connection, or of those of many that were made first.
  void sample(std::int64_t tick);

  // A connection that is watched for as long as this lives.
  class Watched {
   public:
    // watch: null where nobody asks. The socket and the watch outlive it.
    Watched(TcpWatch* watch, int socket);
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;
    ~Watched();

   private:
    TcpWatch* watch_;
    std::list<int>::iterator place_{};
  };

 private:
  metrics::TcpSampleBlock block_;
  std::size_t worker_;
  std::size_t most_;
  std::list<int> sockets_{};  // the oldest first
};

}  // namespace gauntlet::server_pool
