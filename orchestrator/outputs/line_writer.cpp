#include "orchestrator/outputs/line_writer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "orchestrator/process/thread_without_signals.h"

namespace gauntlet::orchestrator::outputs {
namespace {

constexpr std::chrono::seconds kInterval{1};
constexpr std::chrono::seconds kPatience{1};  // with a reader that is slow

}  // namespace

LineWriter::LineWriter(LineFile file)
    : file_(std::move(file)), thread_(process::thread_without_signals([this] { run(); })) {}

LineWriter::~LineWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void LineWriter::put(std::string_view line) {
  const std::lock_guard lock(mutex_);
  queue_.push(line);
}

std::uint64_t LineWriter::lost() {
  const std::lock_guard lock(mutex_);
  return queue_.dropped() + not_written_;
}

LostLines LineWriter::flush(std::string_view last_line) {
  std::unique_lock lock(mutex_);
  queue_.push_always(last_line);
  flushing_ = true;
  wake_.notify_one();
  flushed_.wait(lock, [this] { return !flushing_; });
  return {.count = queue_.dropped() + not_written_, .why = why_};
}

void LineWriter::run() {
  std::unique_lock lock(mutex_);
  for (bool is_last = false; !is_last;) {
    wake_.wait_for(lock, kInterval, [this] { return flushing_ || stopping_; });
    is_last = stopping_;
    const bool was_asked = flushing_ || stopping_;
    drain(lock);
    if (!was_asked) continue;
    give_up();
    flushing_ = false;
    flushed_.notify_all();
  }
}

void LineWriter::drain(std::unique_lock<std::mutex>& lock) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  do {
    if (waiting_.empty()) waiting_ = queue_.take();
    lock.unlock();
    const std::uint64_t dropped = file_.write(waiting_, deadline);
    lock.lock();
    not_written_ += dropped;
  } while (waiting_.empty() && !queue_.empty());
  if (!file_.problem().empty()) why_ = file_.problem();
}

void LineWriter::give_up() {
  waiting_ += queue_.take();
  not_written_ += static_cast<std::uint64_t>(std::count(waiting_.begin(), waiting_.end(), '\n'));
  waiting_.clear();
  file_.give_up();
}

}  // namespace gauntlet::orchestrator::outputs
