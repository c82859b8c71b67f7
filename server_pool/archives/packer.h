// Packs archives in a thread of its own, so that compressing holds up no connection of the worker.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/wake.h"
#include "net/asio.h"
#include "server_pool/archives/packing.h"
#include "server_pool/counters.h"

namespace gauntlet::server_pool::archives {

// What of an archive is made and not yet sent. The packer makes no more while there are
// kAheadBytes: a client that takes nothing costs no more than that, and holds up nobody.
class Package {
 public:
  static constexpr std::size_t kAheadBytes = 256 * kKiB;

  enum class State { kMaking, kWhole, kFailed };

  // Throws Error (kUnable) when there is no descriptor left.
  explicit Package(std::unique_ptr<Packing> packing);
  // An eventfd, which becomes readable when there is something to take after nothing was.
  int news() const { return news_.fd(); }

 private:
  friend class Packer;

  const std::unique_ptr<Packing> packing_;  // used by the packer's thread alone
  const Wake news_{};
  // Under the packer's lock:
  std::string made_{};
  State state_ = State::kMaking;
  bool waited_for_ = false;
  bool in_line_ = false;  // the packer has it to go on with
  bool given_up_ = false;
};

// Of one worker. The thread starts with the first archive; archives take turns of 64 KiB.
class Packer {
 public:
  // cpu_ns outlives it: the CPU time of its thread, when that has ended.
  explicit Packer(Counter& cpu_ns) : cpu_ns_(cpu_ns) {}
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  ~Packer();

  // --- called by the worker ---
  // Moves what is made to piece, which is empty. Empty still: it is whole or has failed, as the
  // state says; or, where it is in the making, which begins with the first call, news() will tell
  // of more.
  Package::State take(const std::shared_ptr<Package>& package, std::string& piece);
  // Nobody wants the package any more.
  void give_up(Package& package);

 private:
  void run();
  void go_on_with(const std::shared_ptr<Package>& package);
  void put_in_line(const std::shared_ptr<Package>& package);

  Counter& cpu_ns_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Package>> line_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gauntlet::server_pool::archives
