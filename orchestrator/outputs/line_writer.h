// A thread that writes lines to a file, so that nobody else waits for it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "orchestrator/outputs/line_file.h"
#include "orchestrator/outputs/line_queue.h"

namespace gauntlet::orchestrator::outputs {

// Lines that were given and did not arrive.
struct LostLines {
  std::uint64_t count = 0;
  std::string why{};
};

// Writes once a second what has come until then. Lines wait in a queue of kMostQueued bytes, also
// those that a FIFO without a reader or a full disk does not take yet.
class LineWriter {
 public:
  static constexpr std::size_t kMostQueued = 4 * 1024 * 1024;

  explicit LineWriter(LineFile file);
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;
  ~LineWriter();  // waits as flush does

  // From any thread. A line that does not fit into the queue is lost.
  void put(std::string_view line);

  // Lines that were given so far and will not arrive.
  std::uint64_t lost();

  // Puts a last line in any case, and waits until all is written, but about a second at most where
  // nobody takes it: what is left then is lost. Gives all that was lost since the beginning.
  LostLines flush(std::string_view last_line);

 private:
  void run();
  void drain(std::unique_lock<std::mutex>& lock);
  void give_up();

  std::mutex mutex_{};  // of all but what belongs to the thread
  std::condition_variable wake_{};
  std::condition_variable flushed_{};
  LineQueue queue_{kMostQueued};
  std::uint64_t not_written_ = 0;  // lines that were taken off the queue
  std::string why_ = "they came too fast";
  bool flushing_ = false;
  bool stopping_ = false;

  // The thread's own.
  std::string waiting_{};  // taken off the queue, and not written yet
  LineFile file_;
  std::thread thread_;
};

}  // namespace gauntlet::orchestrator::outputs
