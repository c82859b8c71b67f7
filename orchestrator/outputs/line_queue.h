// Lines that wait for whoever takes them. It holds no more bytes than its bound: a line that does
// not fit is dropped, and counted. For one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gauntlet::orchestrator::outputs {

class LineQueue {
 public:
  explicit LineQueue(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  // A line is given without its end.
  void push(std::string_view line);
  void push_always(std::string_view line);  // beyond the bound too: for the last line

  // All of them, each with its end; the queue is empty then.
  std::string take();

  bool empty() const { return text_.empty(); }
  std::uint64_t dropped() const { return dropped_; }

 private:
  std::size_t most_bytes_;
  std::string text_{};
  std::uint64_t dropped_ = 0;
};

}  // namespace gauntlet::orchestrator::outputs
