// Rounds of probes -> hops. Pure: who sends the probes says what answered them.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/trace/path.h"

namespace gauntlet::orchestrator::trace {

// Who answered a probe, and as what.
struct Answer {
  enum class As {
    kRouter,   // the packet may not go further than here
    kHost,     // it has arrived
    kRefuser,  // nothing goes further from here, whatever it is
    kNarrow,   // it is too large for the next link, which takes mtu
  };
  As as = As::kRouter;
  std::string from{};     // an address
  std::string why{};      // of kRefuser: "No route to host"
  std::uint64_t mtu = 0;  // of kNarrow: bytes
  Duration rtt{};
};

// The first round does not know how far the host is. It asks a few hops at once, and more of them
// as long as nothing has arrived: each probe that goes further than the host makes it answer, and
// hosts answer only a few probes at once (Linux: 6, then one a second).
inline constexpr std::array<unsigned, 4> kLastHopsOfFirstRound{3, 9, 21, 30};

class Rounds {
 public:
  // Hops are counted from 1. answer: what came back in time.
  void add(unsigned hop, const std::optional<Answer>& answer);

  // Whether a probe has arrived, or was refused: nothing is to be found behind that hop.
  bool has_end() const { return host_.has_value() || refuser_.has_value(); }
  bool reached() const { return host_.has_value(); }

  // The nearest hops, as far as they are of use: up to the host, or to the last that answered.
  std::vector<Hop> hops() const;

  // Why nothing goes further: "10.0.0.1 answers: No route to host". Empty where nobody refused, or
  // the host was reached.
  std::string refusal() const;

 private:
  struct Seen {
    Hop hop{};
    Duration total{};  // of the round trips
  };

  std::map<unsigned, Seen> seen_{};
  std::optional<unsigned> host_{};  // the nearest hop at which it answered
  std::optional<Answer> refuser_{};
};

}  // namespace gauntlet::orchestrator::trace
