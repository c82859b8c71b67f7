#include "server_pool/archives/packer.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "base/units.h"
#include "metrics/process_stats.h"

namespace gauntlet::server_pool::archives {
Package::Package(std::unique_ptr<Packing> packing) : packing_(std::move(packing)) {}

Packer::~Packer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

Package::State Packer::take(const std::shared_ptr<Package>& package, std::string& piece) {
  if (!thread_.joinable())
    thread_ = std::thread([this] {
      run();
      cpu_ns_.add_time(from_seconds(metrics::thread_cpu_s()));
    });
  const std::lock_guard lock(mutex_);
  piece.swap(package->made_);
  if (package->state_ != Package::State::kMaking) return package->state_;
  if (piece.empty()) package->waited_for_ = true;
  if (!package->in_line_) put_in_line(package);
  return package->state_;
}

void Packer::give_up(Package& package) {
  const std::lock_guard lock(mutex_);
  package.given_up_ = true;
}

void Packer::put_in_line(const std::shared_ptr<Package>& package) {
  package->in_line_ = true;
  line_.push_back(package);
  changed_.notify_one();
}

void Packer::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !line_.empty(); });
    if (stopping_) return;
    const std::shared_ptr<Package> package = std::move(line_.front());
    line_.pop_front();
    package->in_line_ = false;
    if (package->given_up_) continue;
    lock.unlock();
    go_on_with(package);
    lock.lock();
  }
}

// Packs a part, and stands in line again unless enough is made.
void Packer::go_on_with(const std::shared_ptr<Package>& package) {
  std::string part;
  Package::State state = Package::State::kFailed;
  try {
    const auto whole = package->packing_->go_on(part);
    if (whole) state = *whole ? Package::State::kWhole : Package::State::kMaking;
    if (!whole) spdlog::error("an archive cannot be finished: {}", whole.error());
  } catch (const std::exception& problem) {
    spdlog::error("an archive cannot be finished: {}", problem.what());
  }
  const std::lock_guard lock(mutex_);
  package->made_ += part;
  package->state_ = state;
  const bool news = !package->made_.empty() || state != Package::State::kMaking;
  if (news && std::exchange(package->waited_for_, false)) {
    package->news_.raise();
  }
  if (state == Package::State::kMaking && package->made_.size() < Package::kAheadBytes)
    put_in_line(package);
}

}  // namespace gauntlet::server_pool::archives
