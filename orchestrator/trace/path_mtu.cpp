#include "orchestrator/trace/path_mtu.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace gauntlet::orchestrator::trace {
namespace {

using std::chrono::steady_clock;

constexpr auto kPatienceForSize = std::chrono::milliseconds(500);  // for the answer to a packet
constexpr int kTries = 2;                                          // of a size that nobody answers
constexpr int kMostSizes = 16;             // far more than a path has links of another size
constexpr std::uint16_t kMtuPort = 33433;  // none of those by which hops are asked

class MtuSearch {
 public:
  MtuSearch(const Address& host, SteadyTime deadline, int interrupt_fd)
      : host_(host), deadline_(deadline), interrupt_fd_(interrupt_fd), socket_(host, kMtuPort) {}

  MtuFound run() {
    std::uint64_t size = largest_packet(host_);
    for (int sizes = 0; sizes < kMostSizes; ++sizes) {
      const std::optional<Answer> answer = ask(size, kTries);
      if (!answer) return {Mtu{.bytes = size}, why_silent(size)};
      if (answer->as == Answer::As::kHost) return {Mtu{.bytes = size, .confirmed = true}, {}};
      if (answer->as != Answer::As::kNarrow || answer->mtu <= smallest_packet(host_)) break;
      size = answer->mtu;
    }
    return {Mtu{.bytes = size}, "path MTU: not certain, since the path refuses these packets"};
  }

 private:
  std::optional<Answer> ask(std::uint64_t size, int tries) {
    for (int i = 0; i < tries; ++i) {
      socket_.send(size);
      if (auto answer = await_answer(size)) return answer;
    }
    return std::nullopt;
  }

  // That a link takes no more than this size is said of a larger packet, of before.
  std::optional<Answer> await_answer(std::uint64_t size) {
    const SteadyTime until = std::min(deadline_, steady_clock::now() + kPatienceForSize);
    while (await_any({socket_.fd()}, until, interrupt_fd_)) {
      auto answer = socket_.read_answer();
      if (answer && (answer->as != Answer::As::kNarrow || answer->mtu < size)) return answer;
      if (!answer && steady_clock::now() >= until) break;
    }
    return std::nullopt;
  }

  // A host that answers small packets alone is most likely behind somebody who drops large ones in
  // silence. That all tries were lost by chance cannot be ruled out.
  std::string why_silent(std::uint64_t size) {
    const std::uint64_t small = smallest_packet(host_);
    const std::optional<Answer> answer = ask(small, 1);
    if (answer && answer->as == Answer::As::kHost)
      return fmt::format(
          "path MTU: packets of {} bytes get no answer, those of {} do; it seems that somebody on "
          "the way drops large packets, and does not say so",
          size, small);
    return "path MTU: not certain, since the host does not answer packets of UDP";
  }

  const Address& host_;
  SteadyTime deadline_;
  int interrupt_fd_;
  ProbeSocket socket_;
};

}  // namespace

MtuFound find_path_mtu(const Address& host, SteadyTime deadline, int interrupt_fd) {
  return MtuSearch(host, deadline, interrupt_fd).run();
}

}  // namespace gauntlet::orchestrator::trace
