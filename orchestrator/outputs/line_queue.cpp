#include "orchestrator/outputs/line_queue.h"

#include <utility>

namespace gauntlet::orchestrator::outputs {

void LineQueue::push(std::string_view line) {
  if (text_.size() + line.size() < most_bytes_)
    push_always(line);
  else
    ++dropped_;
}

void LineQueue::push_always(std::string_view line) {
  text_ += line;
  text_ += '\n';
}

std::string LineQueue::take() { return std::exchange(text_, {}); }

}  // namespace gauntlet::orchestrator::outputs
