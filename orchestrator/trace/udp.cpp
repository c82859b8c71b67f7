#include "orchestrator/trace/udp.h"

#include <algorithm>
#include <utility>

namespace gauntlet::orchestrator::trace {
namespace {

using std::chrono::steady_clock;

constexpr auto kPatienceForHops = std::chrono::seconds(1);  // for the answers of a round
constexpr std::uint16_t kFirstPort = 33434;  // where traceroute begins: nobody listens there

struct Probe {
  unsigned hop;
  ProbeSocket socket;
};

class UdpTrace {
 public:
  UdpTrace(const Address& host, const Effort& effort, SteadyTime deadline)
      : host_(host), effort_(effort), deadline_(deadline) {}

  Rounds run() {
    begin_round();
    find_end();
    for (std::uint64_t round = 1; round < effort_.rounds && last_hop() > 0; ++round) {
      if (!await_next_round()) break;
      begin_round();
      ask(1, last_hop());
    }
    return std::move(rounds_);
  }

 private:
  void begin_round() { next_round_ = steady_clock::now() + effort_.interval; }

  // The first round: further and further, until the host answers.
  void find_end() {
    unsigned first = 1;
    for (const unsigned last : kLastHopsOfFirstRound) {
      ask(first, last);
      if (rounds_.has_end() || interrupted_ || steady_clock::now() >= deadline_) return;
      first = last + 1;
    }
  }

  unsigned last_hop() const { return static_cast<unsigned>(rounds_.hops().size()); }

  // False when there is no time for another.
  bool await_next_round() {
    if (interrupted_ || next_round_ >= deadline_) return false;
    while (steady_clock::now() < next_round_)
      if (!await_any({}, next_round_, effort_.interrupt_fd)) break;
    return true;
  }

  // Asks all these hops at once. Each has a socket of its own, by which its answer is known; what
  // comes after the round finds it closed.
  void ask(unsigned first, unsigned last) {
    std::vector<Probe> probes;
    for (unsigned hop = first; hop <= last; ++hop) {
      probes.push_back({hop, ProbeSocket(host_, static_cast<std::uint16_t>(kFirstPort + hop))});
      probes.back().socket.set_hop_limit(hop);
      probes.back().socket.send(smallest_packet(host_));
    }
    await_answers(probes);
    for (const Probe& probe : probes) rounds_.add(probe.hop, std::nullopt);
  }

  // What has come in time counts, also where it is seen late.
  void await_answers(std::vector<Probe>& probes) {
    const SteadyTime until = std::min(deadline_, steady_clock::now() + kPatienceForHops);
    while (!probes.empty()) {
      std::vector<int> sockets;
      sockets.reserve(probes.size());
      for (const Probe& probe : probes) sockets.push_back(probe.socket.fd());
      if (!await_any(sockets, until, effort_.interrupt_fd)) {
        interrupted_ = steady_clock::now() < until;
        return;
      }
      if (take_answers(probes) == 0 && steady_clock::now() >= until) return;
    }
  }

  // Takes away the probes that were answered, and says how many these are.
  std::size_t take_answers(std::vector<Probe>& probes) {
    return std::erase_if(probes, [this](Probe& probe) {
      const std::optional<Answer> answer = probe.socket.read_answer();
      if (answer) rounds_.add(probe.hop, answer);
      return answer.has_value();
    });
  }

  const Address& host_;
  const Effort& effort_;
  SteadyTime deadline_;
  SteadyTime next_round_{};
  bool interrupted_ = false;
  Rounds rounds_{};
};

}  // namespace

Rounds probe_by_udp(const Address& host, const Effort& effort, SteadyTime deadline) {
  return UdpTrace(host, effort, deadline).run();
}

}  // namespace gauntlet::orchestrator::trace
